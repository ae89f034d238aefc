package io.github.headgate;

import io.github.headgate.upstream.BreakerPolicy;
import io.github.headgate.upstream.Upstream;
import io.github.headgate.upstream.UpstreamPolicy;
import java.time.Duration;

/**
 * What an endpoint's state needs to know of its upstream's settings. Immutable.
 *
 * @param upstream its name
 * @param breaker when it is ejected
 * @param slowStart how long it gets less than its share when it is new or has recovered
 * @param retryNanos what a further attempt costs a call besides the attempt itself: the mean backoff
 */
record EndpointPolicy(String upstream, BreakerPolicy breaker, Duration slowStart, long retryNanos) {
    static EndpointPolicy of(Upstream upstream) {
        UpstreamPolicy policy = upstream.policy();
        return new EndpointPolicy(
                upstream.name(),
                policy.breaker(),
                policy.slowStart(),
                policy.retry().backoff().toNanos() / 2);
    }
}
