package io.github.headgate.servlet;

import io.github.headgate.answer.RequestIds;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.jspecify.annotations.Nullable;

/**
 * The caller's request as the upstream gets it.
 *
 * <p>{@code X-Forwarded-For} and {@code Forwarded} are appended to what came; {@code X-Forwarded-Proto} and
 * {@code X-Forwarded-Host} are set to what the container knows, since a value that any caller may send is no better than
 * none. Who stands behind another proxy lets the container evaluate that proxy's headers (Tomcat: {@code RemoteIpValve}).
 */
final class OutboundRequest {
    /** Written here, or by the client that sends the request. */
    private static final Set<String> REPLACED = Set.of(
            "content-length",
            "expect",
            "forwarded",
            "host",
            "via",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            "x-request-id");

    private final HttpServletRequest inbound;
    private final CancellableRequest outbound;

    private OutboundRequest(HttpServletRequest inbound, String target) {
        this.inbound = inbound;
        this.outbound = new CancellableRequest(inbound.getMethod(), target);
    }

    /**
     * @param target path and raw query, sent byte for byte
     * @param body the body, or null for a request that has none
     */
    static CancellableRequest of(
            HttpServletRequest inbound,
            Route route,
            String target,
            @Nullable CallerBody body,
            Via via,
            String requestId) {
        OutboundRequest request = new OutboundRequest(inbound, target);
        request.copyHeaders();
        request.addOurs(route, via, requestId);
        if (body != null) {
            request.addBody(body);
        }
        return request.outbound;
    }

    private void copyHeaders() {
        HopByHop hopByHop = HopByHop.of(values("Connection"));
        for (String name : Collections.list(inbound.getHeaderNames())) {
            if (!hopByHop.includes(name) && !REPLACED.contains(name.toLowerCase(Locale.ROOT))) {
                values(name).forEach(value -> outbound.addHeader(name, value));
            }
        }
    }

    private void addOurs(Route route, Via via, String requestId) {
        String host = inbound.getHeader("Host");
        String address = inbound.getRemoteAddr();
        if (route.preserveHost() && host != null) {
            outbound.setHeader("Host", host);
        }
        append("Via", via.forRequest(inbound.getProtocol()));
        append("X-Forwarded-For", address);
        append("Forwarded", ForwardedElement.of(address, host, inbound.getScheme()));
        outbound.setHeader("X-Forwarded-Proto", inbound.getScheme());
        if (host != null) {
            outbound.setHeader("X-Forwarded-Host", host);
        }
        outbound.setHeader(RequestIds.HEADER, requestId);
        MaxForwards.next(inbound).ifPresent(left -> outbound.setHeader(MaxForwards.HEADER, left));
    }

    /* As one line: upstreams that read only the first, or only the last, line of a list see all of it. */
    private void append(String name, String value) {
        List<String> earlier = HopByHop.of(values("Connection")).includes(name) ? List.of() : values(name);
        outbound.setHeader(name, earlier.isEmpty() ? value : String.join(", ", earlier) + ", " + value);
    }

    private List<String> values(String name) {
        return Collections.list(inbound.getHeaders(name));
    }

    private void addBody(CallerBody body) {
        long length = inbound.getContentLengthLong();
        // the caller's Content-Type was copied with the other headers
        ContentType asCopied = null;
        outbound.setEntity(
                length == 0
                        ? new ByteArrayEntity(new byte[0], asCopied)
                        : new InputStreamEntity(body, length, asCopied));
        // RFC 9110 §9.3.7 demands one with OPTIONS, the client refuses to send none, and §8.3 says what none means
        if (inbound.getMethod().equals("OPTIONS") && !outbound.containsHeader("Content-Type")) {
            outbound.setHeader("Content-Type", ContentType.APPLICATION_OCTET_STREAM.getMimeType());
        }
    }

    /** The body of a request; null if it has none (RFC 9112 §6: neither Content-Length nor Transfer-Encoding). */
    static @Nullable CallerBody body(HttpServletRequest inbound) throws IOException {
        boolean announced =
                inbound.getHeader("Content-Length") != null || inbound.getHeader("Transfer-Encoding") != null;
        boolean framedByStream = !inbound.getProtocol().startsWith("HTTP/1.");
        if (announced || (framedByStream && !inbound.getInputStream().isFinished())) {
            return new CallerBody(inbound.getInputStream(), inbound.getContentLengthLong());
        }
        return null;
    }
}
