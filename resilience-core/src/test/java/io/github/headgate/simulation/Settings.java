package io.github.headgate.simulation;

import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.upstream.BreakerPolicy;
import java.time.Duration;

/** Settings that scenarios share: what is left when something is taken away. */
final class Settings {
    /** A breaker that never opens. */
    static final BreakerPolicy NO_BREAKER = BreakerPolicy.DEFAULT
            .withFailureRate(100, Duration.ofSeconds(10), 1_000_000)
            .withConsecutiveFailures(0);

    /** Retries of which there may be as many as there are failures. */
    static final RetryPolicy NO_BUDGET = RetryPolicy.DEFAULT.withBudget(1000, 1_000_000);

    private Settings() {}
}
