package io.github.headgate.servlet;

import io.github.headgate.Headgate;
import java.util.Locale;
import java.util.stream.Stream;

/** Knows under which authorities an upstream may speak of itself in a {@code Location}. Thread-safe. */
@FunctionalInterface
interface UpstreamAuthorities {
    /** Whether an authority, such as {@code 10.0.0.11:8080}, is the upstream's name, one of its hosts or one of its endpoints. */
    boolean isOwn(String upstream, String authority);

    /** The names, hosts and endpoints that this Headgate has at the moment of the question. */
    static UpstreamAuthorities of(Headgate headgate) {
        return (upstream, authority) -> {
            String wanted = withoutDefaultPort(authority);
            return wanted.equals(withoutDefaultPort(upstream))
                    || headgate.status().stream()
                            .filter(status -> status.name().equals(upstream))
                            .flatMap(status -> Stream.concat(
                                    status.policy().hosts().stream(),
                                    status.endpoints().stream()
                                            .map(endpoint -> endpoint.endpoint().authority())))
                            .anyMatch(own -> wanted.equals(withoutDefaultPort(own)));
        };
    }

    private static String withoutDefaultPort(String authority) {
        return authority.toLowerCase(Locale.ROOT).replaceFirst(":(80|443)$", "");
    }
}
