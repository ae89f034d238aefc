package io.github.headgate.servlet;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The headers that belong to one connection and end at the gateway (RFC 9110 §7.6.1): the known ones, and those that
 * {@code Connection} names. {@code TE: trailers} ends here as well, because the Servlet API gives no trailers to pass on.
 * Immutable.
 */
final class HopByHop {
    private static final Set<String> ALWAYS = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    private final Set<String> named = new HashSet<>();

    private HopByHop() {}

    /**
     * @param connection the values of all {@code Connection} headers of the message
     */
    static HopByHop of(Collection<String> connection) {
        HopByHop headers = new HopByHop();
        for (String value : connection) {
            for (String name : value.split(",", -1)) {
                headers.named.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return headers;
    }

    /** Whether a header of this name ends here. */
    boolean includes(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return ALWAYS.contains(lower) || named.contains(lower);
    }
}
