package io.github.headgate;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long the attempts of the last seconds took, in steps of a quarter of a power of two; every ten seconds what is older counts
 * half. Thread-safe.
 */
final class LatencyHistogram {
    private static final int STEPS = 4;
    private static final int BUCKETS = 64 * STEPS;
    private static final int FEWEST = 50;
    private static final double PERCENT = 100;
    private static final long HALF_LIFE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final AtomicIntegerArray counts = new AtomicIntegerArray(BUCKETS);
    private final AtomicLong halvedNanos = new AtomicLong(Long.MIN_VALUE);

    void observe(long nanos, long nowNanos) {
        counts.incrementAndGet(bucket(Math.max(1, nanos)));
        long last = halvedNanos.get();
        boolean isDue = last == Long.MIN_VALUE || nowNanos - last > HALF_LIFE_NANOS;
        if (isDue && halvedNanos.compareAndSet(last, nowNanos) && last != Long.MIN_VALUE) {
            for (int i = 0; i < BUCKETS; i++) {
                counts.updateAndGet(i, count -> count / 2);
            }
        }
    }

    /** What so many percent did not exceed, in nanoseconds, up to a fifth too long; {@link Long#MAX_VALUE} for too few. */
    long percentileNanos(int percent) {
        long all = 0;
        for (int i = 0; i < BUCKETS; i++) {
            all += counts.get(i);
        }
        if (all < FEWEST) {
            return Long.MAX_VALUE;
        }
        double wanted = all * percent / PERCENT;
        long passed = 0;
        int bucket = 0;
        while (bucket < BUCKETS - 1 && passed + counts.get(bucket) < wanted) {
            passed += counts.get(bucket);
            bucket++;
        }
        return upperNanos(bucket);
    }

    /* The power of two below, and which quarter of the way to the next one. */
    private static int bucket(long nanos) {
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
        long below = 1L << power;
        return power * STEPS + (int) ((nanos - below) * STEPS / below);
    }

    private static long upperNanos(int bucket) {
        long below = 1L << (bucket / STEPS);
        return below + below * (bucket % STEPS + 1) / STEPS;
    }
}
