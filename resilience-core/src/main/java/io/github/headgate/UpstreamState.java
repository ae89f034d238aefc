package io.github.headgate;

import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import io.github.headgate.retry.RetryBudget;
import io.github.headgate.retry.RetryDecider;
import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.Upstream;
import io.github.headgate.upstream.UpstreamPolicy;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One upstream with all that its calls share. Thread-safe. */
final class UpstreamState {
    private final Upstream upstream;
    private final Names names;
    private final EndpointPool pool;
    private final Transport transport;
    private final RetryBudget budget;
    private final RetryDecider decider;
    private final Bulkhead bulkhead;

    UpstreamState(Upstream upstream, Names names, Transport transport, TimeSource time) {
        UpstreamPolicy policy = upstream.policy();
        this.upstream = upstream;
        this.names = names;
        this.pool = new EndpointPool(upstream, names, time);
        this.transport = transport;
        this.budget = new RetryBudget(policy.retry(), time.nanoTime());
        this.decider = new RetryDecider(policy.retry(), budget, time::random);
        this.bulkhead = Bulkhead.of(
                upstream.name(),
                BulkheadConfig.custom()
                        .maxConcurrentCalls(policy.maxConcurrent())
                        .maxWaitDuration(Duration.ZERO)
                        .writableStackTraceEnabled(false)
                        .build());
    }

    String name() {
        return upstream.name();
    }

    UpstreamPolicy policy() {
        return upstream.policy();
    }

    Names names() {
        return names;
    }

    EndpointPool pool() {
        return pool;
    }

    Transport transport() {
        return transport;
    }

    RetryBudget budget() {
        return budget;
    }

    RetryDecider decider() {
        return decider;
    }

    /** A place for one more call; null if there is none. */
    @Nullable
    Permit enter() {
        return bulkhead.tryAcquirePermission() ? new Permit(bulkhead) : null;
    }

    /** Calls under way. */
    int inFlight() {
        return bulkhead.getBulkheadConfig().getMaxConcurrentCalls()
                - bulkhead.getMetrics().getAvailableConcurrentCalls();
    }

    /** No endpoint admits a call; the time to the first probe is when it may be worth coming back. */
    Failure unavailable() {
        return Failure.of(FailureType.DESTINATION_UNAVAILABLE).withRetryAfter(Duration.ofNanos(pool.nanosToProbe()));
    }
}
