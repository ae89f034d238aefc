package io.github.headgate.spring;

import io.github.headgate.Headgate;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The upstream that a URI names by its host. Pure. */
final class UpstreamName {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    private UpstreamName() {}

    /** Null if it is another host, or has a port. */
    static @Nullable String of(URI uri, Headgate headgate) {
        // the authority, because a host may have no underscore
        String name = uri.getAuthority();
        return name != null
                        && SCHEMES.contains(uri.getScheme())
                        && headgate.upstreamNames().contains(name)
                ? name
                : null;
    }
}
