package io.github.headgate.upstream;

import io.github.headgate.retry.RetryPolicy;
import java.time.Duration;
import java.util.List;

/**
 * The settings of one upstream. Immutable; made by an {@link UpstreamBuilder}.
 *
 * @param hosts by which callers mean this upstream beside its name, in lower case
 * @param dnsRefresh how long the addresses of a name are used before it is asked for again, in the background
 * @param connectTimeout for a free connection, for TCP, and for the TLS handshake, each
 * @param attemptTimeout from the start of an attempt to its complete response head
 * @param deadline from the start of a call to its response head, all waits and attempts included
 * @param readTimeout the longest silence inside a response body
 * @param loadBalancing in which order endpoints are asked
 * @param zone ours: endpoints of the same zone are asked first; empty for none
 * @param slowStart how long an endpoint that is new or has recovered gets less than its share; 0 for off
 * @param requestBuffer a request body up to this many bytes can be sent again
 * @param responseBuffer a response body up to this many bytes is read whole and checked before it is passed on; 0 for none
 * @param maxResponseSize the largest response body in bytes; 0 for no limit
 * @param maxConcurrent the most calls under way
 * @param adaptiveLimit whether a lower limit follows what the upstream can take
 * @param rateLimit the most calls per second; 0 for no limit
 * @param sheddableShare how many percent of the limit calls may fill that are marked as sheddable
 * @param maxConnectionsPerEndpoint the most connections to one endpoint
 * @param connections how long connections are kept
 * @param deadlineHeader the header that tells the endpoint how much time is left; empty for none
 * @param retry when a failed attempt is followed by another
 * @param breaker when an endpoint is ejected
 * @param outlier when an endpoint is ejected because it stands out from its peers
 * @param hedge when a second attempt is made beside the first
 * @param healthCheck how endpoints are checked apart from calls
 * @param fallback what the caller gets when a call fails
 * @param tls certificates
 * @param critical whether the application is of no use without it, and so is not ready while it is out
 */
public record UpstreamPolicy(
        List<String> hosts,
        Duration dnsRefresh,
        Duration connectTimeout,
        Duration attemptTimeout,
        Duration deadline,
        Duration readTimeout,
        LoadBalancing loadBalancing,
        String zone,
        Duration slowStart,
        int requestBuffer,
        int responseBuffer,
        long maxResponseSize,
        int maxConcurrent,
        AdaptiveLimit adaptiveLimit,
        int rateLimit,
        int sheddableShare,
        int maxConnectionsPerEndpoint,
        ConnectionPolicy connections,
        String deadlineHeader,
        RetryPolicy retry,
        BreakerPolicy breaker,
        OutlierPolicy outlier,
        HedgePolicy hedge,
        HealthCheckPolicy healthCheck,
        FallbackPolicy fallback,
        TlsPolicy tls,
        boolean critical) {
    /** A copy of the list is kept. */
    public UpstreamPolicy {
        hosts = List.copyOf(hosts);
    }

    /** What goes for the connections of health checks: one to each endpoint, and no longer than a check. */
    public UpstreamPolicy forHealthChecks() {
        Duration timeout = healthCheck.timeout();
        return new UpstreamBuilder("", "")
                .connectTimeout(timeout)
                .attemptTimeout(timeout)
                .deadline(timeout)
                .readTimeout(timeout)
                .maxConnectionsPerEndpoint(1)
                .tls(tls)
                .policy();
    }
}
