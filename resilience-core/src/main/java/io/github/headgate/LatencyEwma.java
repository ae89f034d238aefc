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
        double weight = remaining(nowNanos - before.atNanos);
        double decayed = before.nanos * weight;
        double mean = decayed + latencyNanos * (1 - weight);
        last = new Reading(latencyNanos > decayed ? latencyNanos : mean, nowNanos);
    }

    /** The latency in nanoseconds, fading while nothing is observed; 0 if nothing ever was. */
    double nanos(long nowNanos) {
        Reading reading = last;
        return reading.nanos == 0 ? 0 : reading.nanos * remaining(nowNanos - reading.atNanos);
    }

    /* exp(-x) by its series at x/16, to the power of 16: off by 1 % at x = 6, and the same on every machine, as exp is not. */
    private static double remaining(long elapsedNanos) {
        double y = Math.max(0, elapsedNanos) / (TAU_NANOS * 16);
        double root = 1 / (1 + y * (1 + y * (0.5 + y / 6)));
        double squared = root * root;
        double fourth = squared * squared;
        double eighth = fourth * fourth;
        return eighth * eighth;
    }
}
