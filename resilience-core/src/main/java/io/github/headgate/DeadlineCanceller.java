package io.github.headgate;

import io.github.headgate.failure.ExchangePhase;
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
        return at(attempt.headLimitNanos(), attempt);
    }

    private Future<?> at(long nanos, Attempt attempt) {
        return timer.schedule(() -> timeIsUp(attempt), nanos - time.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /* A head that came in time gives its body until the deadline. */
    private void timeIsUp(Attempt attempt) {
        boolean isBodyInTime = attempt.phase() == ExchangePhase.READING_BODY
                && attempt.deadline().leftNanos(time.nanoTime()) > 0;
        if (isBodyInTime) {
            Future<?> unwatched = at(attempt.deadline().atNanos(), attempt); // finds the attempt ended, as a rule
            assert !unwatched.isCancelled();
        } else {
            attempt.abort();
        }
    }
}
