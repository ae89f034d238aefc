package io.github.headgate.retry;

import java.time.Instant;

/** Time as a parameter: what reads it, waits in it or draws lots gets it from here. Implementations are thread-safe. */
public interface TimeSource {
    /** Monotonic time in nanoseconds, for durations and deadlines; compare by subtraction. */
    long nanoTime();

    /** The wall-clock time, for people. */
    Instant instant();

    /**
     * Waits.
     *
     * @param nanos how long; returns at once if not positive
     * @throws InterruptedException if the thread is interrupted before or while waiting
     */
    void sleepNanos(long nanos) throws InterruptedException;

    /** A random number from 0 (inclusive) to 1 (exclusive). */
    double random();

    /** The real clock of this machine. */
    static TimeSource system() {
        return SystemTimeSource.INSTANCE;
    }
}
