package io.github.headgate;

import io.github.headgate.stored.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.ProtocolVersion;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/** A response as it is kept, to be given again. Immutable. */
final class KeptResponse {
    private static final String AGE = "Age";
    private static final String CONNECTION = "Connection";

    /* What is about a connection (RFC 9110 §7.6.1), and what is told anew. */
    private static final Set<String> NOT_KEPT = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authentication-info",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final int status;
    private final @Nullable String reason;
    private final @Nullable ProtocolVersion version;
    private final List<Header> headers;
    private final byte[] body;
    private final boolean hasBody;

    private KeptResponse(ClassicHttpResponse response, List<Header> headers, byte[] body) {
        this.status = response.getCode();
        this.reason = response.getReasonPhrase();
        this.version = response.getVersion();
        this.headers = headers;
        this.body = body;
        this.hasBody = response.getEntity() != null;
    }

    /** A response and its body. */
    static KeptResponse of(ClassicHttpResponse response, byte[] body) {
        Set<String> dropped = new TreeSet<>(NOT_KEPT);
        for (Header header : response.getHeaders(CONNECTION)) {
            for (String name : Objects.requireNonNullElse(header.getValue(), "").split(",", -1)) {
                dropped.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        List<Header> kept = new ArrayList<>();
        for (Header header : response.getHeaders()) {
            if (!dropped.contains(header.getName().toLowerCase(Locale.ROOT))) {
                kept.add(header);
            }
        }
        return new KeptResponse(response, kept, body);
    }

    /** The fields as they are kept, for those who decide about it later. */
    Fields fields() {
        return name -> headers.stream()
                .filter(header -> header.getName().equalsIgnoreCase(name))
                .map(header -> Objects.requireNonNullElse(header.getValue(), ""))
                .toList();
    }

    /** About the size. */
    int bytes() {
        return body.length
                + headers.stream()
                        .mapToInt(header -> header.getName().length()
                                + Objects.requireNonNullElse(header.getValue(), "")
                                        .length())
                        .sum();
    }

    /** The response once more, with its age (RFC 9111 §5.1) and what it stands for. */
    ClassicHttpResponse again(String method, long ageSeconds, String cacheStatus) {
        BasicClassicHttpResponse response = new BasicClassicHttpResponse(status, reason);
        response.setVersion(version);
        for (Header header : headers) {
            if (!header.getName().equalsIgnoreCase(AGE)) {
                response.addHeader(header);
            }
        }
        response.addHeader(AGE, Long.toString(ageSeconds));
        response.addHeader(CacheStatus.NAME, cacheStatus);
        if (hasBody && !method.equals("HEAD")) {
            Header type = response.getFirstHeader("Content-Type");
            ContentType parsed = type == null ? null : ContentType.parseLenient(type.getValue());
            response.setEntity(new ByteArrayEntity(body, parsed));
        }
        return response;
    }
}
