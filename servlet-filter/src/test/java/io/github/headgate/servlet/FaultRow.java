package io.github.headgate.servlet;

import io.github.headgate.testing.Fault;
import io.github.headgate.testing.Way;
import java.util.List;
import java.util.Locale;

/** A fault that is met with one method in one way. */
record FaultRow(Fault fault, String method, Way way) {
    private static final String LARGE = "x".repeat(200_000);
    private static final String UPLOAD = "x".repeat(8 << 20);

    static List<FaultRow> of(Fault fault) {
        return fault.methods().stream()
                .flatMap(method -> fault.ways(method).stream().map(way -> new FaultRow(fault, method, way)))
                .toList();
    }

    /** The name of its upstream and an element of its path. */
    String upstream() {
        return (method + "-" + way.name()).toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The headers that frame the request's body. */
    String framing() {
        if (!hasBody()) {
            return "";
        }
        return isChunked() ? "Transfer-Encoding: chunked\n" : "Content-Length: " + body().length() + "\n";
    }

    /** The request's body with its framing. */
    String body() {
        if (!hasBody()) {
            return "";
        }
        if (fault.needsUpload()) {
            return UPLOAD;
        }
        return isChunked() ? "5\r\norder\r\n0\r\n\r\n" : way == Way.LARGE_REQUEST ? LARGE : "order";
    }

    private boolean isChunked() {
        return way == Way.CHUNKED_REQUEST;
    }

    private boolean hasBody() {
        return method.equals("POST") || method.equals("PUT");
    }

    /** Whether its request may be sent again, and can be: a streamed body is gone. */
    boolean isReplayable() {
        return !method.equals("POST") && way != Way.LARGE_REQUEST && !fault.needsUpload();
    }

    @Override
    public String toString() {
        return method + ", " + way + ", " + fault;
    }
}
