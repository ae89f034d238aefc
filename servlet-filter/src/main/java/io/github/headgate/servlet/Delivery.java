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
import java.util.TreeSet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ProtocolVersion;

/** Hands the upstream's response on to the caller. Immutable. */
final class Delivery {
    /* Colon, space, CR and LF. */
    private static final int SEPARATORS = 4;
    /* Status line, Date, Server, Content-Type, Connection and the like. */
    private static final int CONTAINERS_OWN_BYTES = 256;

    private static final Set<String> LOCATIONS = Set.of("location", "content-location");

    private final String name;
    private final Via via;
    private final int maxHeaderSize;

    /**
     * @param name who we are in {@code Proxy-Status}
     * @param via our mark
     * @param maxHeaderSize the most bytes of a response head
     */
    Delivery(String name, Via via, int maxHeaderSize) {
        this.name = name;
        this.via = via;
        this.maxHeaderSize = maxHeaderSize;
    }

    /**
     * Sends status, headers and body.
     *
     * @throws CallerGoneException if writing failed
     * @throws HeadTooLargeException if the headers are larger than the limit; nothing was sent then
     * @throws IOException if reading failed
     */
    void deliver(
            ClassicHttpResponse upstream,
            HttpServletRequest request,
            HttpServletResponse response,
            LocationRewriter locations)
            throws IOException {
        response.setStatus(upstream.getCode());
        int bytes = copyHeaders(upstream, response, locations);
        addOurs(upstream, response);
        boolean isHead = request.getMethod().equals("HEAD");
        setLength(upstream, response, isHead);
        checkSize(response, bytes);
        HttpEntity entity = upstream.getEntity();
        if (entity != null && !isHead) {
            copyBody(entity.getContent(), response.getOutputStream());
        }
    }

    /** Takes back the headers of an upstream's response that is not sent after all; what others have set stays. */
    static void withdraw(ClassicHttpResponse upstream, HttpServletResponse response) {
        if (!response.isCommitted()) {
            Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            names.add("Via");
            for (Header header : upstream.getHeaders()) {
                names.add(header.getName());
            }
            ResponseReset.reset(response, names);
        }
    }

    /* The body is left to the response's close(): to close the body itself reads the rest of it first, however long. */
    @SuppressWarnings("resource")
    private static void copyBody(InputStream body, OutputStream caller) throws IOException {
        BodyPump.copy(body, caller);
    }

    /* What the container cannot send would be its own 500, when nobody can answer any more. Counted only if it may be too much. */
    private void checkSize(HttpServletResponse response, int copied) throws HeadTooLargeException {
        if (copied < maxHeaderSize / 2) {
            return;
        }
        String type = response.getContentType(); // Tomcat names it among the headers only later
        int bytes = CONTAINERS_OWN_BYTES + (type == null ? 0 : type.length());
        for (String name : new TreeSet<>(response.getHeaderNames())) {
            for (String value : response.getHeaders(name)) {
                bytes += name.length() + value.length() + SEPARATORS;
            }
        }
        if (bytes > maxHeaderSize) {
            throw new HeadTooLargeException(bytes, maxHeaderSize);
        }
    }

    private static int copyHeaders(
            ClassicHttpResponse upstream, HttpServletResponse response, LocationRewriter rewriter) {
        int bytes = 0;
        HopByHop hopByHop = HopByHop.of(values(upstream, "Connection"));
        for (Header header : upstream.getHeaders()) {
            String lower = header.getName().toLowerCase(Locale.ROOT);
            if (hopByHop.includes(lower) || lower.equals("content-length")) {
                continue;
            }
            String value = header.getValue() == null ? "" : header.getValue();
            response.addHeader(header.getName(), LOCATIONS.contains(lower) ? rewriter.rewrite(value) : value);
            bytes += lower.length() + value.length() + SEPARATORS;
        }
        return bytes;
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
