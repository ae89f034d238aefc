package io.github.headgate;

import java.time.Duration;

/** The share of the calls that an endpoint gets, which grows step by step while it is new or has recovered. Thread-safe. */
final class SlowStart {
    /* So that it is asked at all. */
    private static final double LEAST = 0.1;

    private volatile long sinceNanos;
    private volatile boolean isOn;

    /** Begins, unless it is to take no time. */
    void begin(Duration length, long nowNanos) {
        sinceNanos = nowNanos;
        isOn = !length.isZero();
    }

    /** From 0 to 1, how much of its share it gets; 1 when the time is over, or where this never began. */
    double share(Duration length, long nowNanos) {
        if (!isOn) {
            return 1;
        }
        double over = (double) (nowNanos - sinceNanos) / Math.max(1, length.toNanos());
        if (over >= 1) {
            isOn = false;
        }
        return Math.max(LEAST, Math.min(1, over));
    }
}
