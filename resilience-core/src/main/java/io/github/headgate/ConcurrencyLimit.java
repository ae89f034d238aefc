package io.github.headgate;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.VegasLimit;
import io.github.headgate.upstream.UpstreamPolicy;
import org.jspecify.annotations.Nullable;

/** How many calls an upstream can take, as Netflix concurrency-limits finds out from how long attempts take. Thread-safe. */
final class ConcurrencyLimit {
    private static final int INITIAL = 20;

    private final Limit limit;

    private ConcurrencyLimit(Limit limit) {
        this.limit = limit;
    }

    /** One with the algorithm of these settings, from 1 to max-concurrent; null for none. */
    static @Nullable ConcurrencyLimit of(UpstreamPolicy policy) {
        int most = policy.maxConcurrent();
        int initial = Math.min(INITIAL, most);
        return switch (policy.adaptiveLimit()) {
            case NONE -> null;
            case GRADIENT2 ->
                new ConcurrencyLimit(Gradient2Limit.newBuilder()
                        .initialLimit(initial)
                        .minLimit(1)
                        .maxConcurrency(most)
                        .build());
            case VEGAS ->
                new ConcurrencyLimit(VegasLimit.newBuilder()
                        .initialLimit(initial)
                        .maxConcurrency(most)
                        .build());
        };
    }

    int limit() {
        return limit.getLimit();
    }

    void sample(long startNanos, long elapsedNanos, int inFlight, boolean isDropped) {
        limit.onSample(startNanos, Math.max(1, elapsedNanos), inFlight, isDropped);
    }
}
