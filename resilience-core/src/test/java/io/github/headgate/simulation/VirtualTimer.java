package io.github.headgate.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Timer and background threads of a gateway, in virtual time: as many threads as there is work. */
final class VirtualTimer extends AbstractExecutorService implements ScheduledExecutorService {
    private final VirtualTime time;
    private boolean isShutdown;

    VirtualTimer(VirtualTime time) {
        this.time = time;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return schedule(Executors.callable(task), delay, unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        return new Task<>(task, unit.toNanos(delay), 0);
    }

    /* Work in virtual time takes no time unless it waits, so that a rate and a delay differ only then. */
    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return new Task<>(Executors.callable(task), unit.toNanos(initialDelay), unit.toNanos(period));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
        return new Task<>(Executors.callable(task), unit.toNanos(initialDelay), unit.toNanos(delay));
    }

    @Override
    public void execute(Runnable command) {
        if (!isShutdown) {
            time.workAt(time.now(), command);
        }
    }

    @Override
    public void shutdown() {
        isShutdown = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return new ArrayList<>();
    }

    @Override
    public boolean isShutdown() {
        return isShutdown;
    }

    @Override
    public boolean isTerminated() {
        return isShutdown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return isShutdown;
    }

    /** What runs once or again and again. */
    private final class Task<V> extends FutureTask<V> implements ScheduledFuture<V> {
        private final long periodNanos;
        private long atNanos;
        private @Nullable Event next;

        Task(Callable<V> task, long delayNanos, long periodNanos) {
            super(task);
            this.periodNanos = periodNanos;
            plan(delayNanos);
        }

        private void plan(long delayNanos) {
            atNanos = time.now() + Math.max(0, delayNanos);
            next = time.workAt(atNanos, this);
        }

        @Override
        public void run() {
            if (isShutdown) {
                return;
            }
            if (periodNanos == 0) {
                super.run();
            } else if (runAndReset() && !isShutdown) {
                plan(periodNanos);
            }
        }

        @Override
        protected void done() {
            if (next != null) {
                next.cancel();
            }
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(atNanos - time.now(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
