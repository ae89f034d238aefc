package io.github.headgate;

import io.github.headgate.settings.Problem;
import io.github.headgate.upstream.Upstream;
import io.github.headgate.upstream.UpstreamHost;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which upstream a URL means: the one whose name is its host, or the one that has its host. Immutable. */
final class UpstreamHosts {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private final Map<String, Optional<String>> http;
    private final Map<String, Optional<String>> https;

    private UpstreamHosts(Map<String, Optional<String>> http, Map<String, Optional<String>> https) {
        this.http = http;
        this.https = https;
    }

    /**
     * Those of these upstreams.
     *
     * @param problems a host that is not of one upstream alone is added here
     */
    static UpstreamHosts of(Collection<Upstream> upstreams, Collection<Problem> problems) {
        return new UpstreamHosts(
                byAuthority(upstreams, HTTP_PORT, problems), byAuthority(upstreams, HTTPS_PORT, problems));
    }

    /** Adds what is wrong with the hosts of these upstreams to the problems. */
    static void check(Collection<Upstream> upstreams, Collection<Problem> problems) {
        Objects.requireNonNull(of(upstreams, problems));
    }

    private static Map<String, Optional<String>> byAuthority(
            Collection<Upstream> upstreams, int defaultPort, Collection<Problem> problems) {
        Map<String, Optional<String>> owners = new HashMap<>();
        upstreams.forEach(upstream -> owners.put(upstream.name(), Optional.of(upstream.name())));
        for (Upstream upstream : upstreams) {
            Optional<String> owner = Optional.of(upstream.name());
            for (String host : upstream.policy().hosts()) {
                for (String authority : UpstreamHost.parse(host).authorities(defaultPort)) {
                    Optional<String> other = owners.putIfAbsent(authority, owner);
                    if (other != null && !other.equals(owner)) {
                        add(problems, upstream.name(), host, other.get());
                    }
                }
            }
        }
        return owners;
    }

    private static void add(Collection<Problem> problems, String upstream, String host, String other) {
        String key = HeadgateBuilder.PATH + upstream + ".hosts";
        Problem problem = new Problem(key, host, "a host of one upstream only; this one is of " + other + " too");
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    /** The name of the upstream; empty for any other URL. Allocates nothing. */
    Optional<String> upstream(URI uri) {
        // the authority, because to URI a host may have no underscore
        String authority = uri.getAuthority();
        if (authority == null) {
            return Optional.empty();
        }
        String scheme = uri.getScheme();
        if ("http".equalsIgnoreCase(scheme)) {
            return upstream(http, authority);
        }
        return "https".equalsIgnoreCase(scheme) ? upstream(https, authority) : Optional.empty();
    }

    private static Optional<String> upstream(Map<String, Optional<String>> owners, String authority) {
        Optional<String> named = owners.get(authority);
        return named == null ? owners.getOrDefault(authority.toLowerCase(Locale.ROOT), Optional.empty()) : named;
    }
}
