package io.github.headgate.testing;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What has to be done to meet a fault, and where it makes a difference. */
@SuppressWarnings("ImmutableEnumChecker") // the sets are not changed
enum FaultKind {
    /** Shows itself before a byte of a request is sent, so that any may be sent again. */
    CONNECT("GET HEAD POST PUT", EnumSet.of(Way.PLAIN, Way.CHUNKED_REQUEST, Way.LARGE_REQUEST)),
    /** Shows itself when a request is sent, on a connection that nothing was read from. */
    FIRST_BYTE("GET HEAD POST PUT", CONNECT.ways),
    /** Shows itself before or after that, as it happens: met only with what may be sent again in both cases. */
    CHANCE("GET HEAD PUT", EnumSet.of(Way.PLAIN, Way.CHUNKED_REQUEST)),
    /** Shows itself once every endpoint is ejected. */
    EJECTED("GET HEAD POST PUT", CONNECT.ways),
    /** Shows itself while another call is under way. */
    BUSY("GET HEAD POST PUT", CONNECT.ways),
    /** Shows itself in the answer, or by its absence. */
    ANSWER("GET HEAD POST PUT", EnumSet.allOf(Way.class)),
    /** The same, and it takes its time without being late. */
    SLOW_ANSWER("GET HEAD POST PUT", EnumSet.allOf(Way.class)),
    /** Shows itself in the answer, under TLS only. */
    TLS_ANSWER("GET HEAD POST PUT", EnumSet.of(Way.TLS, Way.KEPT_TLS)),
    /** A body that is never sent as it must be, so that nobody may take it for whole. */
    CUT("GET POST PUT", EnumSet.allOf(Way.class)),
    /** The same in chunks, which HTTP/1.0 does not know. */
    CHUNKED_CUT("GET POST PUT", EnumSet.complementOf(EnumSet.of(Way.HTTP_1_0))),
    /** The same, under TLS only. */
    TLS_CUT("GET POST PUT", EnumSet.of(Way.TLS, Way.KEPT_TLS)),
    /** Shows itself when the connection is used again. */
    REUSE("GET POST PUT", EnumSet.of(Way.PLAIN, Way.TLS)),
    /** The same after a HEAD. */
    REUSE_AFTER_HEAD("HEAD", EnumSet.of(Way.PLAIN, Way.TLS)),
    /** Needs a request body that fits into no buffer. */
    UPLOAD("POST PUT", EnumSet.of(Way.PLAIN, Way.TLS, Way.HTTP_1_0)),
    /** The same, and has answered before it has read that body. */
    EARLY_ANSWER("POST PUT", UPLOAD.ways);

    private final List<String> methods;
    private final Set<Way> ways;

    FaultKind(String methods, Set<Way> ways) {
        this.methods = List.of(methods.split(" "));
        this.ways = ways;
    }

    List<String> methods() {
        return methods;
    }

    List<Way> ways(String method) {
        return ways.stream().filter(way -> way.isFor(method)).toList();
    }

    boolean cutsBody() {
        return this == CUT || this == CHUNKED_CUT || this == TLS_CUT;
    }

    boolean isUpload() {
        return this == UPLOAD || this == EARLY_ANSWER;
    }

    List<String> callsBefore() {
        return switch (this) {
            case CONNECT,
                    FIRST_BYTE,
                    CHANCE,
                    BUSY,
                    ANSWER,
                    SLOW_ANSWER,
                    TLS_ANSWER,
                    CUT,
                    CHUNKED_CUT,
                    TLS_CUT,
                    UPLOAD,
                    EARLY_ANSWER -> List.of();
            case REUSE -> List.of("GET");
            case REUSE_AFTER_HEAD -> List.of("HEAD");
            case EJECTED -> List.of("GET", "GET"); // of three attempts each, of which five in a row eject
        };
    }
}
