package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Aborts attempts whose time is up: one shared timer, no thread per call. Thread-safe. */
final class DeadlineCanceller {
    private final ScheduledExecutorService timer;
    private final TimeSource time;

    DeadlineCanceller(ScheduledExecutorService timer, TimeSource time) {
        this.timer = timer;
        this.time = time;
    }

    /** Watches an attempt until the future is cancelled. */
    Future<?> watch(Attempt attempt) {
        return at(attempt.limitNanos(time.nanoTime()), attempt);
    }

    private Future<?> at(long nanos, Attempt attempt) {
        return timer.schedule(() -> timeIsUp(attempt), nanos - time.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /* What it does may give it more time meanwhile: a body after its head, an upload. */
    private void timeIsUp(Attempt attempt) {
        long now = time.nanoTime();
        long limit = attempt.limitNanos(now);
        if (limit - now <= 0) {
            attempt.abort();
        } else if (attempt.isRunning()) {
            Future<?> unwatched = at(limit, attempt); // finds the attempt ended, as a rule
            assert !unwatched.isCancelled();
        }
    }
}
