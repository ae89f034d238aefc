package io.github.headgate.upstream;

import io.github.headgate.retry.RetryPolicy;
import java.time.Duration;

/**
 * The settings of one upstream. Immutable; made by an {@link UpstreamBuilder}.
 *
 * @param dnsRefresh how long the addresses of a name are used before it is asked for again, in the background
 * @param connectTimeout for a free connection, for TCP, and for the TLS handshake, each
 * @param attemptTimeout from the start of an attempt to its complete response head
 * @param deadline from the start of a call to its response head, all waits and attempts included
 * @param readTimeout the longest silence inside a response body
 * @param loadBalancing in which order endpoints are asked
 * @param requestBuffer a request body up to this many bytes can be sent again
 * @param responseBuffer a response body up to this many bytes is read whole and checked before it is passed on; 0 for none
 * @param maxResponseSize the largest response body in bytes; 0 for no limit
 * @param maxConcurrent the most calls under way
 * @param maxConnectionsPerEndpoint the most connections to one endpoint
 * @param retry when a failed attempt is followed by another
 * @param breaker when an endpoint is ejected
 * @param tls certificates
 */
public record UpstreamPolicy(
        Duration dnsRefresh,
        Duration connectTimeout,
        Duration attemptTimeout,
        Duration deadline,
        Duration readTimeout,
        LoadBalancing loadBalancing,
        int requestBuffer,
        int responseBuffer,
        long maxResponseSize,
        int maxConcurrent,
        int maxConnectionsPerEndpoint,
        RetryPolicy retry,
        BreakerPolicy breaker,
        TlsPolicy tls) {}
