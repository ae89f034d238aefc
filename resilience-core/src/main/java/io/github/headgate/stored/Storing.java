package io.github.headgate.stored;

import java.util.Set;

/**
 * Whether a response may be stored and given to others (RFC 9111 §3), more strictly than a cache has to: what may be about one
 * person is never stored. Pure.
 */
final class Storing {
    /* Those that may be kept without being told how long (RFC 9110 §15.1), but for parts, and for what a request was wrong with. */
    private static final Set<Integer> STATUSES = Set.of(200, 203, 204, 300, 301, 308, 404, 410);

    private Storing() {}

    static boolean permits(Exchanged exchanged) {
        return exchanged.request().method().equals("GET") && isForOthers(exchanged);
    }

    /** Whether others may get it, whatever the method was. */
    static boolean isForOthers(Exchanged exchanged) {
        Exchanged.Asked request = exchanged.request();
        Fields fields = exchanged.fields();
        CacheControl control = CacheControl.of(fields);
        return STATUSES.contains(exchanged.status())
                && !CacheControl.of(request.fields()).has("no-store")
                && !control.has("no-store")
                && !control.has("private")
                && !fields.has("Set-Cookie") // RFC 9111 §7.3 would leave it to the server
                && !Vary.of(fields).isAnything()
                && (!isPersonal(request) || control.has("public"));
    }

    /* RFC 9111 §3.5 knows Authorization only. Of must-revalidate and s-maxage, which it accepts as well, no stale response comes. */
    static boolean isPersonal(Exchanged.Asked request) {
        return request.fields().has("Authorization") || request.fields().has("Cookie");
    }
}
