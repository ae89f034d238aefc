package io.github.headgate;

import io.github.headgate.retry.TimeSource;

/**
 * A request body on its way from the caller to the endpoint. The time that it takes is the caller's as long as we wait for its
 * next part: it counts neither against the attempt nor against the deadline. A part that the endpoint does not take in
 * time does. Written by the thread of the call, read by the timer's.
 */
final class Upload {
    private final TimeSource time;
    private final long sinceNanos;
    private volatile boolean isWriting;
    private volatile long writingSinceNanos;
    private volatile boolean isDone;
    private volatile long tookNanos;

    Upload(TimeSource time) {
        this.time = time;
        this.sinceNanos = time.nanoTime();
    }

    /** A part is here; the endpoint has to take it. */
    void writing() {
        writingSinceNanos = time.nanoTime();
        isWriting = true;
    }

    /** The endpoint has taken the part; the caller's next is awaited. */
    void reading() {
        isWriting = false;
    }

    /** The endpoint has all of it. */
    void done() {
        tookNanos = time.nanoTime() - sinceNanos;
        isDone = true;
    }

    boolean isUnderWay() {
        return !isDone;
    }

    /** How long it took; 0 while it is under way. */
    long tookNanos() {
        return tookNanos;
    }

    /** The instant until which nothing can be wrong while it is under way, given how long a part may take. */
    long limitNanos(long nowNanos, long timeoutNanos) {
        return (isWriting ? writingSinceNanos : nowNanos) + timeoutNanos;
    }
}
