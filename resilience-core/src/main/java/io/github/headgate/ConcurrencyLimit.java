package io.github.headgate;

import com.netflix.concurrency.limits.Limit;
import com.netflix.concurrency.limits.limit.Gradient2Limit;
import com.netflix.concurrency.limits.limit.VegasLimit;
import io.github.headgate.upstream.AdaptiveLimit;
import org.jspecify.annotations.Nullable;

/**
 * How much can be taken at a time, as Netflix concurrency-limits finds out from how long it takes: calls by an upstream, requests by this
 * application. Thread-safe; counting and refusing is left to whoever asks.
 */
public final class ConcurrencyLimit {
    private static final int INITIAL = 20;

    private final Limit limit;

    private ConcurrencyLimit(Limit limit) {
        this.limit = limit;
    }

    /**
     * One with this algorithm; null for none. It begins at {@value #INITIAL} or the most, if that is less.
     *
     * @param most above which it never is; from 1
     */
    public static @Nullable ConcurrencyLimit of(AdaptiveLimit algorithm, int most) {
        int initial = Math.min(INITIAL, most);
        return switch (algorithm) {
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

    /** How many at present, from 1. */
    public int limit() {
        return limit.getLimit();
    }

    /**
     * One has ended, in a way that tells how busy the other side is.
     *
     * @param startNanos when it began, in monotonic nanoseconds
     * @param elapsedNanos how long it took
     * @param inFlight how many were under way with it
     * @param isDropped whether it was refused for there being too much to do, or got no answer in time
     */
    public void sample(long startNanos, long elapsedNanos, int inFlight, boolean isDropped) {
        limit.onSample(startNanos, Math.max(1, elapsedNanos), inFlight, isDropped);
    }
}
