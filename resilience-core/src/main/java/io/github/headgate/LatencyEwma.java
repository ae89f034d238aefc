package io.github.headgate;

/**
 * A latency that rises at once and falls slowly: the peak-sensitive, exponentially weighted moving average by which Finagle
 * balances. Thread-safe: updates that race may get lost, which an average survives.
 */
final class LatencyEwma {
    private static final double TAU_NANOS = 10e9;

    private record Reading(double nanos, long atNanos) {}

    private volatile Reading last = new Reading(0, 0);

    void observe(long latencyNanos, long nowNanos) {
        Reading before = last;
        double decayed = decayed(before, nowNanos);
        double weight = Math.exp(-Math.max(0, nowNanos - before.atNanos) / TAU_NANOS);
        double mean = before.nanos * weight + latencyNanos * (1 - weight);
        last = new Reading(latencyNanos > decayed ? latencyNanos : mean, nowNanos);
    }

    /** The latency in nanoseconds, fading while nothing is observed; 0 if nothing ever was. */
    double nanos(long nowNanos) {
        return decayed(last, nowNanos);
    }

    private static double decayed(Reading reading, long nowNanos) {
        return reading.nanos == 0 ? 0 : reading.nanos * Math.exp(-Math.max(0, nowNanos - reading.atNanos) / TAU_NANOS);
    }
}
