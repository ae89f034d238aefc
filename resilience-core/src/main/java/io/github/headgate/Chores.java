package io.github.headgate;

import io.github.headgate.upstream.UpstreamPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What is done for an upstream apart from its calls, from time to time: only what its settings ask for. Thread-safe. */
final class Chores {
    private final List<Future<?>> running = new ArrayList<>();
    private final List<Runnable> stops = new ArrayList<>();

    /** Begins; to be stopped before it is begun again. */
    synchronized void start(UpstreamState upstream, ScheduledExecutorService timer) {
        UpstreamPolicy policy = upstream.policy();
        if (policy.outlier().isOn()) {
            Outliers outliers = new Outliers(policy.outlier(), upstream.pool());
            long nanos = policy.outlier().interval().toNanos();
            running.add(timer.scheduleWithFixedDelay(outliers, nanos, nanos, TimeUnit.NANOSECONDS));
        }
    }

    /** One more that has been begun, and how to stop it. */
    synchronized void add(Runnable stop) {
        stops.add(stop);
    }

    synchronized void stop() {
        running.forEach(chore -> chore.cancel(false));
        running.clear();
        stops.forEach(Runnable::run);
        stops.clear();
    }
}
