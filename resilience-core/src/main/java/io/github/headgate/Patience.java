package io.github.headgate;

import io.github.headgate.retry.Deadline;
import io.github.headgate.retry.TimeSource;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.ClassicHttpRequest;

/** How long a call waits for another: half of its time, so that the rest is enough for its own. Thread-safe. */
final class Patience {
    private final ScheduledExecutorService timer;
    private final TimeSource time;

    Patience(ScheduledExecutorService timer, TimeSource time) {
        this.timer = timer;
        this.time = time;
    }

    long nanoTime() {
        return time.nanoTime();
    }

    /** What is left for the call's own attempts. */
    Duration left(Deadline deadline) {
        return Duration.ofNanos(Math.max(0, deadline.leftNanos(time.nanoTime())));
    }

    /**
     * Waits until a refresh is over or half of the time is up.
     *
     * @throws InterruptedIOException if the thread was interrupted, and it still is then; or if the request was cancelled
     */
    void await(Refresh refresh, ClassicHttpRequest request, Deadline deadline) throws InterruptedIOException {
        CountDownLatch enough = new CountDownLatch(1);
        CancellableDependency cancellable = request instanceof CancellableDependency own ? own : null;
        if (cancellable != null) {
            cancellable.setDependency(() -> {
                enough.countDown();
                return true;
            });
        }
        try {
            Future<?> alarm = timer.schedule(enough::countDown, left(deadline).toNanos() / 2, TimeUnit.NANOSECONDS);
            try {
                refresh.await(enough);
            } finally {
                alarm.cancel(false);
            }
        } catch (RejectedExecutionException e) {
            return; // this Headgate has just been closed, as the own call will find
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException("interrupted while waiting for another call");
            interrupted.initCause(e);
            throw interrupted;
        }
        if (cancellable != null && cancellable.isCancelled()) {
            throw new RequestFailedException("cancelled by the application");
        }
    }
}
