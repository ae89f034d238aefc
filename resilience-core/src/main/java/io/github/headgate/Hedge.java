package io.github.headgate;

import io.github.headgate.retry.RetryBudget;
import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.HedgePolicy;
import io.github.headgate.upstream.UpstreamPolicy;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** When and how often the calls of an upstream make a second attempt beside the first, and on which threads. Thread-safe. */
final class Hedge {
    private final HedgePolicy policy;
    private final RetryBudget budget;
    private final LatencyHistogram latencies = new LatencyHistogram();
    private final ScheduledExecutorService timer;
    private final Executor threads;
    private final TimeSource time;

    Hedge(UpstreamPolicy policy, ScheduledExecutorService timer, Executor threads, TimeSource time) {
        this.policy = policy.hedge();
        this.budget = new RetryBudget(policy.retry().withBudget(policy.hedge().maxExtraPercent(), 0), time.nanoTime());
        this.timer = timer;
        this.threads = threads;
        this.time = time;
    }

    /** After how many nanoseconds a second attempt is worth it; {@link Long#MAX_VALUE} while that is not known. */
    long delayNanos() {
        long fixed = policy.delay().toNanos();
        return policy.percentile() == 0 ? fixed : Math.max(fixed, latencies.percentileNanos(policy.percentile()));
    }

    /** Counts a call that may be hedged. */
    void deposit() {
        budget.deposit(time.nanoTime());
    }

    /** Whether one more second attempt is within the limit; if so, it is counted. */
    boolean withdraw() {
        return budget.withdraw(time.nanoTime());
    }

    /** An attempt was answered after so long. */
    void observe(long nanos) {
        if (policy.percentile() > 0) {
            latencies.observe(nanos, time.nanoTime());
        }
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    Executor threads() {
        return threads;
    }
}
