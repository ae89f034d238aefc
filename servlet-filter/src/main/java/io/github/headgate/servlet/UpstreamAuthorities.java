package io.github.headgate.servlet;

import io.github.headgate.Headgate;
import java.util.Locale;

/** Knows under which authorities an upstream may speak of itself in a {@code Location}. Thread-safe. */
@FunctionalInterface
interface UpstreamAuthorities {
    /** Whether an authority, such as {@code 10.0.0.11:8080}, is the upstream's name or one of its endpoints. */
    boolean isOwn(String upstream, String authority);

    /** The names and endpoints that this Headgate has at the moment of the question. */
    static UpstreamAuthorities of(Headgate headgate) {
        return (upstream, authority) -> {
            String wanted = withoutDefaultPort(authority);
            return wanted.equals(withoutDefaultPort(upstream))
                    || headgate.status().stream()
                            .filter(status -> status.name().equals(upstream))
                            .flatMap(status -> status.endpoints().stream())
                            .map(status -> status.endpoint().authority())
                            .anyMatch(own -> wanted.equals(withoutDefaultPort(own)));
        };
    }

    private static String withoutDefaultPort(String authority) {
        return authority.toLowerCase(Locale.ROOT).replaceFirst(":(80|443)$", "");
    }
}
