package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.ConnectionPolicy;

/**
 * How long a connection is used: not beyond its age, not after a time without use, and not once its endpoint has gone. Used by
 * one thread at a time; others may ask and retire.
 */
final class Lifetime {
    /* So that connections that began together, after a restart say, do not end together. */
    private static final double SPREAD = 0.1;

    private final TimeSource time;
    private final long endNanos;
    private volatile long maxIdleNanos;
    private volatile long idleSinceNanos;
    private volatile boolean wasIdle;
    private volatile boolean isRetired;

    /** Of a connection that begins now; its age is limited to {@code maxAge}, or up to 10 % less. */
    Lifetime(ConnectionPolicy policy, TimeSource time) {
        this.time = time;
        long now = time.nanoTime();
        long maxAgeNanos = policy.maxAge().toNanos();
        this.endNanos = now + maxAgeNanos - (long) (maxAgeNanos * SPREAD * time.random());
        this.maxIdleNanos = policy.maxIdle().toNanos();
        this.idleSinceNanos = now;
    }

    /** The endpoint keeps an idle connection no longer than this; can only shorten the time that we keep it. */
    void keptByPeer(long nanos) {
        maxIdleNanos = Math.min(maxIdleNanos, nanos);
    }

    /** From now on it is not in use. */
    void idle() {
        idleSinceNanos = time.nanoTime();
        wasIdle = true;
    }

    /** Whether it was kept before it is used now. */
    boolean wasIdle() {
        return wasIdle;
    }

    /** Who uses it may go on; after that it is over. */
    void retire() {
        isRetired = true;
    }

    /** Whether it is not to be used again; asked while it is idle. */
    boolean isOver() {
        long now = time.nanoTime();
        return isRetired || now - endNanos >= 0 || now - idleSinceNanos >= maxIdleNanos;
    }
}
