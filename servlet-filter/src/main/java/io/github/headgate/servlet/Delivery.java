package io.github.headgate.servlet;

import io.github.headgate.answer.ProxyStatus;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ProtocolVersion;

/** Hands the upstream's response on to the caller. Immutable. */
final class Delivery {
    private static final Set<String> LOCATIONS = Set.of("location", "content-location");

    private final String name;
    private final Via via;

    /**
     * @param name who we are in {@code Proxy-Status}
     * @param via our mark
     */
    Delivery(String name, Via via) {
        this.name = name;
        this.via = via;
    }

    /**
     * Sends status, headers and body.
     *
     * @throws CallerGoneException if writing failed
     * @throws IOException if reading failed
     */
    void deliver(
            ClassicHttpResponse upstream,
            HttpServletRequest request,
            HttpServletResponse response,
            LocationRewriter locations)
            throws IOException {
        response.setStatus(upstream.getCode());
        copyHeaders(upstream, response, locations);
        addOurs(upstream, response);
        boolean isHead = request.getMethod().equals("HEAD");
        setLength(upstream, response, isHead);
        HttpEntity entity = upstream.getEntity();
        if (entity != null && !isHead) {
            copyBody(entity.getContent(), response.getOutputStream());
        }
    }

    /* The body is left to the response's close(): to close the body itself reads the rest of it first, however long. */
    @SuppressWarnings("resource")
    private static void copyBody(InputStream body, OutputStream caller) throws IOException {
        BodyPump.copy(body, caller);
    }

    private static void copyHeaders(
            ClassicHttpResponse upstream, HttpServletResponse response, LocationRewriter rewriter) {
        HopByHop hopByHop = HopByHop.of(values(upstream, "Connection"));
        for (Header header : upstream.getHeaders()) {
            String lower = header.getName().toLowerCase(Locale.ROOT);
            if (hopByHop.includes(lower) || lower.equals("content-length")) {
                continue;
            }
            String value = header.getValue() == null ? "" : header.getValue();
            response.addHeader(header.getName(), LOCATIONS.contains(lower) ? rewriter.rewrite(value) : value);
        }
    }

    private void addOurs(ClassicHttpResponse upstream, HttpServletResponse response) {
        ProtocolVersion version = upstream.getVersion() == null ? HttpVersion.HTTP_1_1 : upstream.getVersion();
        response.addHeader("Via", via.forResponse(version.format()));
        if (upstream.getCode() >= 500) {
            response.addHeader(ProxyStatus.HEADER, ProxyStatus.received(name, upstream.getCode()));
        }
    }

    /* To HEAD and in 304 the header tells the length of a body that is not there (RFC 9110 §8.6); with 204 it is forbidden. */
    private static void setLength(ClassicHttpResponse upstream, HttpServletResponse response, boolean isHead) {
        HttpEntity entity = upstream.getEntity();
        if (entity != null && !isHead) {
            if (entity.getContentLength() >= 0) {
                response.setContentLengthLong(entity.getContentLength());
            }
            return;
        }
        List<String> lengths = values(upstream, "Content-Length");
        boolean isChunked = upstream.containsHeader("Transfer-Encoding");
        if (!isChunked
                && upstream.getCode() != 204
                && lengths.size() == 1
                && lengths.get(0).matches("[0-9]{1,18}")) {
            response.setContentLengthLong(Long.parseLong(lengths.get(0)));
        }
    }

    private static List<String> values(ClassicHttpResponse upstream, String name) {
        return Arrays.stream(upstream.getHeaders(name)).map(Header::getValue).toList();
    }
}
