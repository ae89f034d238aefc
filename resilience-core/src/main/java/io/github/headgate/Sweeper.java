package io.github.headgate;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Sweeps connections each second, on the shared timer, and only while there are any. Thread-safe. */
final class Sweeper {
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ScheduledExecutorService timer;
    private final BooleanSupplier sweep;
    private final AtomicBoolean isAwake = new AtomicBoolean();

    /**
     * @param sweep returns whether anything is left to be swept later
     */
    Sweeper(ScheduledExecutorService timer, BooleanSupplier sweep) {
        this.timer = timer;
        this.sweep = sweep;
    }

    /** There is something to be swept from now on. */
    void wake() {
        if (!isAwake.get() && isAwake.compareAndSet(false, true)) {
            later();
        }
    }

    private void later() {
        try {
            Future<?> unwatched = timer.schedule(this::run, PERIOD_NANOS, TimeUnit.NANOSECONDS);
            assert !unwatched.isCancelled();
        } catch (RejectedExecutionException e) {
            isAwake.set(true); // closed, and every connection with it
        }
    }

    /* What comes while it goes to sleep has seen it awake: so it looks once more. */
    private void run() {
        if (sweep.getAsBoolean()) {
            later();
            return;
        }
        isAwake.set(false);
        if (sweep.getAsBoolean()) {
            wake();
        }
    }
}
