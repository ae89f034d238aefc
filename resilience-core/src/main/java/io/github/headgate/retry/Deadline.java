package io.github.headgate.retry;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The instant by which a call has its outcome, waits and retries included. A timeout is relative; it is turned into a
 * deadline once, at the start, and passed on without ambiguity. Immutable.
 *
 * @param atNanos the instant on the scale of {@link TimeSource#nanoTime()}
 */
public record Deadline(long atNanos) {
    private static final long FAR_NANOS = Long.MAX_VALUE / 4;

    /**
     * The deadline this long after now; a timeout of more than 73 years counts as that.
     *
     * @param nowNanos the present, on the scale of {@link TimeSource#nanoTime()}
     */
    public static Deadline after(Duration timeout, long nowNanos) {
        return new Deadline(nowNanos + Math.min(TimeUnit.NANOSECONDS.convert(timeout), FAR_NANOS));
    }

    /** The nanoseconds that are left; not positive once the deadline has passed. */
    public long leftNanos(long nowNanos) {
        return atNanos - nowNanos;
    }

    /** The earlier of both. */
    public Deadline earlier(Deadline other) {
        return atNanos - other.atNanos <= 0 ? this : other;
    }
}
