package io.github.headgate.servlet;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Clears a response for another body and keeps what is not about the old one. Pure but for the response.
 *
 * <p>{@link HttpServletResponse#reset()} alone would also clear what filters on either side have set for the connection
 * as such: without its CORS headers a browser hides the answer from the page's script, without
 * {@code Strict-Transport-Security} and {@code Set-Cookie} it forgets. {@code sendError} keeps those too. What describes
 * the abandoned representation goes: content, validators, caching, and the fields that belong to one status.
 */
final class ResponseReset {
    private static final Set<String> DESCRIBE_THE_REPRESENTATION = Set.of(
            "accept-ranges",
            "age",
            "allow",
            "cache-control",
            "connection",
            "etag",
            "expires",
            "headgate-fallback",
            "keep-alive",
            "last-modified",
            "link",
            "location",
            "pragma",
            "proxy-status",
            "refresh",
            "retry-after",
            "trailer",
            "transfer-encoding",
            "www-authenticate");

    private ResponseReset() {}

    /** Clears an uncommitted response. */
    static void reset(HttpServletResponse response) {
        reset(response, Set.of());
    }

    /** Clears an uncommitted response, these headers with it, whatever they are about. */
    static void reset(HttpServletResponse response, Set<String> dropped) {
        List<Map.Entry<String, String>> kept = new ArrayList<>();
        // as a set: Tomcat names a header as often as it has values
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(response.getHeaderNames());
        for (String name : names) {
            if (isKept(name.toLowerCase(Locale.ROOT)) && !dropped.contains(name)) {
                response.getHeaders(name).forEach(value -> kept.add(Map.entry(name, value)));
            }
        }
        response.reset();
        kept.forEach(header -> response.addHeader(header.getKey(), header.getValue()));
    }

    private static boolean isKept(String name) {
        return (!name.startsWith("content-") || name.startsWith("content-security-policy"))
                && !DESCRIBE_THE_REPRESENTATION.contains(name);
    }
}
