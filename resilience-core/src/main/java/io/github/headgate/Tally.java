package io.github.headgate;

import java.util.concurrent.atomic.AtomicLong;

/** Attempts of an endpoint since somebody looked last: how many, how many failed, how long those took that did not. Thread-safe. */
final class Tally {
    private static final long ONE_ATTEMPT = 1L << 32;
    private static final long ONE_FAILURE = ONE_ATTEMPT + 1;

    private final AtomicLong attempts = new AtomicLong();
    private final AtomicLong answeredNanos = new AtomicLong();

    /**
     * What was counted.
     *
     * @param attempts all of them
     * @param failures those that failed
     * @param meanNanos the mean latency of the others; 0 without any
     */
    record Counts(long attempts, long failures, double meanNanos) {
        double failureRate() {
            return attempts == 0 ? 0 : (double) failures / attempts;
        }
    }

    void answered(long elapsedNanos) {
        attempts.addAndGet(ONE_ATTEMPT);
        answeredNanos.addAndGet(elapsedNanos);
    }

    void failed() {
        attempts.addAndGet(ONE_FAILURE);
    }

    /** What was counted so far, which is begun anew; an attempt that ends meanwhile may be split between both. */
    Counts take() {
        long counted = attempts.getAndSet(0);
        long nanos = answeredNanos.getAndSet(0);
        long all = counted >>> 32;
        long failures = counted & 0xffff_ffffL;
        return new Counts(all, failures, all == failures ? 0 : (double) nanos / (all - failures));
    }
}
