package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.BreakerPolicy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * From when to when a breaker is open: for {@code open-for}, for twice as long each time it opens again before it was closed for a
 * while, and for as long as its endpoint asks to be left alone. All times are of {@link TimeSource#nanoTime()}. Thread-safe to
 * read; changed by its breaker.
 */
final class OpenInterval {
    private static final double JITTER = 0.1;
    private static final int MAX_DOUBLINGS = 30;

    /* Whoever asks may have read the clock a moment before this was made. */
    private static final long LONG_AGO_NANOS = TimeUnit.HOURS.toNanos(1);

    private final BreakerPolicy policy;
    private final TimeSource time;
    private final AtomicInteger openings = new AtomicInteger();

    private volatile long openedAtNanos;
    private volatile long openUntilNanos;
    private volatile long closedSinceNanos;
    private volatile long restUntilNanos;
    private volatile boolean hasOpened;

    OpenInterval(BreakerPolicy policy, TimeSource time) {
        this.policy = policy;
        this.time = time;
        long now = time.nanoTime();
        this.openUntilNanos = now;
        this.closedSinceNanos = now;
        this.restUntilNanos = now - LONG_AGO_NANOS;
    }

    /** The breaker opens; returns for how many milliseconds. */
    long begin() {
        long now = time.nanoTime();
        boolean isAnew = !hasOpened && now - closedSinceNanos > policy.window().toNanos();
        int inARow = openings.updateAndGet(before -> isAnew ? 1 : before + 1);
        double doubled = (double) policy.openFor().toMillis() * (1L << Math.min(inARow - 1, MAX_DOUBLINGS));
        double capped = Math.min(doubled, (double) policy.maxOpenFor().toMillis());
        double jittered = capped * (1 + JITTER * (time.random() - 0.5));
        double asked = (double) (restUntilNanos - now) / TimeUnit.MILLISECONDS.toNanos(1);
        long millis = Math.max(1, Math.round(Math.max(jittered, asked)));
        openedAtNanos = now;
        openUntilNanos = now + TimeUnit.MILLISECONDS.toNanos(millis);
        hasOpened = true;
        return millis;
    }

    /**
     * Goes on from the interval of a breaker before this one: when it begins next it ends no sooner, and is not one more. Returns
     * whether it has to begin.
     */
    boolean inherit(OpenInterval before) {
        int inARow = before.openings.get();
        boolean isOpen = before.isOpen(time.nanoTime());
        openings.set(isOpen ? inARow - 1 : inARow); // this is the same one
        if (isOpen) {
            restUntilNanos = before.openUntilNanos;
        }
        return isOpen;
    }

    /** The next call may be the probe. */
    void probeNow() {
        openUntilNanos = time.nanoTime();
    }

    /** A probe has closed the breaker. */
    void end() {
        closedSinceNanos = time.nanoTime();
        hasOpened = false;
    }

    /** What was said by hand holds no more, and nothing that was before it. */
    void forget() {
        openUntilNanos = time.nanoTime();
        hasOpened = false;
    }

    /** The endpoint asks to be left alone until then: if the breaker opens, it is open at least as long. */
    void restUntil(long nanos) {
        restUntilNanos = nanos;
    }

    boolean isResting(long nowNanos) {
        return restUntilNanos - nowNanos > 0;
    }

    /** Whether the breaker has opened and was not closed since. */
    boolean hasOpened() {
        return hasOpened;
    }

    /** Whether it is open, and the time to the first probe is not over. */
    boolean isOpen(long nowNanos) {
        return nanosToProbe(nowNanos) > 0;
    }

    /** Nanoseconds to the first probe; 0 if it is not open, or is being probed. */
    long nanosToProbe(long nowNanos) {
        return hasOpened ? Math.max(0, openUntilNanos - nowNanos) : 0;
    }

    /** For how long it has been open, in nanoseconds; less than 0 if it is not, or if its endpoint asked to be left alone. */
    long openForNanos(long nowNanos) {
        return isOpen(nowNanos) && !isResting(nowNanos) ? nowNanos - openedAtNanos : -1;
    }

    /** For how long a probe has been due, in nanoseconds; less than 0 if none is. */
    long probeDueForNanos(long nowNanos) {
        return hasOpened ? nowNanos - openUntilNanos : -1;
    }
}
