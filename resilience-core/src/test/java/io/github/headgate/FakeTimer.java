package io.github.headgate;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A timer on fake time: what is due runs when the time is moved, on the thread that moves it. */
final class FakeTimer extends ScheduledThreadPoolExecutor {
    private final FakeTime time;
    private final List<Task> tasks = new CopyOnWriteArrayList<>();

    FakeTimer(FakeTime time) {
        super(0);
        this.time = time;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        Task task = new Task(command, time.nanoTime() + unit.toNanos(delay));
        tasks.add(task);
        return task;
    }

    /** Moves the time, from one task to the next. */
    void advance(Duration duration) {
        long end = time.nanoTime() + duration.toNanos();
        for (Task next = next(); next != null && next.atNanos <= end; next = next()) {
            time.advance(Duration.ofNanos(Math.max(0, next.atNanos - time.nanoTime())));
            tasks.remove(next);
            next.run();
        }
        time.advance(Duration.ofNanos(end - time.nanoTime()));
    }

    private @org.jspecify.annotations.Nullable Task next() {
        tasks.removeIf(FutureTask::isCancelled);
        return tasks.stream().min(Comparator.naturalOrder()).orElse(null);
    }

    /** What is still to be done. */
    int size() {
        return (int) tasks.stream().filter(task -> !task.isCancelled()).count();
    }

    private final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final long atNanos;

        Task(Runnable command, long atNanos) {
            super(java.util.concurrent.Executors.callable(command, null));
            this.atNanos = atNanos;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(atNanos - time.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
