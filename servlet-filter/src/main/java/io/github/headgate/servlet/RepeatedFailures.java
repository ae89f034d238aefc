package io.github.headgate.servlet;

import io.github.headgate.failure.FailureType;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides which of many identical failures, of the same type at the same upstream, get a line of their own: the first, and
 * then the first one after each interval, which also tells how many were left out before it. Thread-safe; no locks once a
 * series has begun.
 *
 * <p>Each failure that is left out is told once, by the next line of its series, however late. Only what is left out after
 * the last line of a series, so within one interval, is told by nobody.
 */
final class RepeatedFailures {
    private static final long NOT_LOGGED = -1;

    /* Upstreams come from the configuration, but an application may name those of its own exceptions as it likes. */
    private static final int MAX_SERIES = 1000;

    /** What is identical; upstream null: no name is known, or there are too many names. */
    private record Kind(@Nullable String upstream, FailureType type) {
        /* Written out, since JDK 17 keeps the types of the record that was compared last in the whole JVM, and with
         * them the classes of a web application that was stopped. */
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Kind kind && type == kind.type && Objects.equals(upstream, kind.upstream);
        }

        @Override
        public int hashCode() {
            return Objects.hash(upstream, type);
        }
    }

    /**
     * That this failure is to be logged.
     *
     * @param leftOut how many like it were not logged since the last one that was
     * @param since the time since that one; zero if this is the first
     */
    record Line(long leftOut, Duration since) {}

    private final ConcurrentMap<Kind, Series> series = new ConcurrentHashMap<>();
    private final LongSupplier nanoClock;
    private final long intervalNanos;

    /**
     * @param nanoClock monotonic time in nanoseconds
     * @param interval how long one line stands for those that follow it
     */
    RepeatedFailures(LongSupplier nanoClock, Duration interval) {
        this.nanoClock = nanoClock;
        this.intervalNanos = interval.toNanos();
    }

    /** Counts a failure; null if it is to be left out. */
    @Nullable
    Line add(@Nullable String upstream, FailureType type) {
        long now = nanoClock.getAsLong();
        Kind kind = new Kind(upstream, type);
        Series known = series.get(kind);
        if (known == null) {
            Kind bounded = series.size() < MAX_SERIES ? kind : new Kind(null, type);
            Series begun = new Series(now);
            known = series.putIfAbsent(bounded, begun);
            if (known == null) {
                return new Line(0, Duration.ZERO);
            }
        }
        long sinceNanos = known.claim(now, intervalNanos);
        return sinceNanos == NOT_LOGGED ? null : new Line(known.takeLeftOut(), Duration.ofNanos(sinceNanos));
    }

    private static final class Series {
        private final AtomicLong loggedAt;
        private final AtomicLong leftOut = new AtomicLong();

        Series(long loggedAt) {
            this.loggedAt = new AtomicLong(loggedAt);
        }

        /** The time since the last line, if this failure is to be the next; else it is counted. One of many at once wins. */
        long claim(long now, long intervalNanos) {
            long last = loggedAt.get();
            if (now - last >= intervalNanos && loggedAt.compareAndSet(last, now)) {
                return now - last;
            }
            leftOut.incrementAndGet();
            return NOT_LOGGED;
        }

        /* Taken and counted in one variable: who is late counts for the next line, and nobody is lost or told twice. */
        long takeLeftOut() {
            return leftOut.getAndSet(0);
        }
    }
}
