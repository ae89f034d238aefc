package io.github.headgate.servlet;

import io.github.headgate.RetryAfter;
import io.github.headgate.answer.Fault;
import io.github.headgate.answer.Header;
import io.github.headgate.answer.ProxyStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an upstream's own error when we answer in its place: the status, when to come back, and the fields without
 * which a caller cannot act on that status. Neither the body nor what describes it, and no cookie. Pure.
 */
final class ReceivedError {
    /* An inner gateway's Proxy-Status stays before ours, so that the whole chain can be read (RFC 9209 §2). */
    private static final List<String> ALWAYS_KEPT = List.of(ProxyStatus.HEADER, "WWW-Authenticate", "Allow");

    private static final int RANGE_NOT_SATISFIABLE = 416;

    private ReceivedError() {}

    /**
     * @param upstream its name
     * @param answer of which only the head is looked at
     * @param now to which the date of a {@code Retry-After} is compared
     */
    static Fault of(String upstream, ClassicHttpResponse answer, Instant now) {
        List<Header> kept = new ArrayList<>();
        ALWAYS_KEPT.forEach(name -> keep(answer, name, kept));
        if (answer.getCode() == RANGE_NOT_SATISFIABLE) {
            keep(answer, "Content-Range", kept);
        }
        return Fault.received(upstream, answer.getCode(), retryAfter(answer, now), kept);
    }

    private static @Nullable Duration retryAfter(ClassicHttpResponse answer, Instant now) {
        org.apache.hc.core5.http.Header field = answer.getFirstHeader("Retry-After");
        return field == null ? null : RetryAfter.read(field.getValue(), now).orElse(null);
    }

    private static void keep(ClassicHttpResponse answer, String name, List<Header> kept) {
        for (org.apache.hc.core5.http.Header field : answer.getHeaders(name)) {
            if (field.getValue() != null) {
                kept.add(new Header(name, field.getValue()));
            }
        }
    }
}
