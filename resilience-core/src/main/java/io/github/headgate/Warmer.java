package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.Endpoint;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that there are {@code connections.min-idle} connections, in use or idle, to each endpoint that takes calls. Looks a few
 * times per second; opens one per endpoint at a time, and a few at all, and lets an endpoint alone for a while that refuses them.
 * Thread-safe.
 */
final class Warmer {
    private static final Logger LOG = LoggerFactory.getLogger(Warmer.class);
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int MOST_UNDER_WAY = 16;
    private static final int MOST_LOOKED_AT = 100;

    private final KeptConnections connections;
    private final int minIdle;
    private final Supplier<? extends Collection<Endpoint>> admitted;
    private final ScheduledExecutorService timer;
    private final ExecutorService threads;
    private final TimeSource time;
    private final Map<Endpoint, Pause> pauses = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean isStopped;
    private int next;

    /**
     * @param admitted the endpoints that take calls at present, with their addresses
     * @param threads where connections are opened
     */
    Warmer(
            KeptConnections connections,
            int minIdle,
            Supplier<? extends Collection<Endpoint>> admitted,
            ScheduledExecutorService timer,
            ExecutorService threads,
            TimeSource time) {
        this.connections = connections;
        this.minIdle = minIdle;
        this.admitted = admitted;
        this.timer = timer;
        this.threads = threads;
        this.time = time;
    }

    /** Looks no more. */
    void stop() {
        isStopped = true;
    }

    /** Begins to look, now and for as long as the timer lives. */
    void start() {
        lookIn(0);
    }

    private void lookIn(long nanos) {
        try {
            Future<?> unwatched = timer.schedule(this::run, nanos, TimeUnit.NANOSECONDS);
            assert !unwatched.isCancelled();
        } catch (RejectedExecutionException e) {
            pauses.clear(); // closed
        }
    }

    private void run() {
        if (isStopped) {
            return;
        }
        try {
            look(List.copyOf(admitted.get()), time.nanoTime());
        } finally {
            lookIn(PERIOD_NANOS);
        }
    }

    private void look(List<Endpoint> endpoints, long now) {
        if (!pauses.isEmpty()) {
            pauses.keySet().retainAll(Set.copyOf(endpoints));
        }
        int looks = Math.min(endpoints.size(), MOST_LOOKED_AT);
        for (int i = 0; i < looks && underWay.get() < MOST_UNDER_WAY; i++) {
            next = (next + 1) % endpoints.size();
            Endpoint endpoint = endpoints.get(next);
            Pause pause = pauses.getOrDefault(endpoint, Pause.NONE);
            if (!pause.isOn(now) && endpoint.address() != null && connections.count(endpoint) < minIdle) {
                pauses.put(endpoint, pause.begun());
                begin(endpoint);
            }
        }
    }

    private void begin(Endpoint endpoint) {
        underWay.incrementAndGet();
        try {
            threads.execute(() -> open(endpoint));
        } catch (RejectedExecutionException e) {
            underWay.decrementAndGet(); // closed
        }
    }

    private void open(Endpoint endpoint) {
        boolean isOpen = false;
        try {
            connections.open(endpoint);
            isOpen = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | ExecutionException | TimeoutException | RuntimeException e) {
            LOG.debug("{}: no connection in advance", endpoint, e);
        } finally {
            boolean isDone = isOpen;
            pauses.computeIfPresent(endpoint, (key, pause) -> isDone ? null : pause.failed(time.nanoTime()));
            underWay.decrementAndGet();
        }
    }

    /** That an endpoint is let alone: while it is connected to, and for a time after {@code failures} in a row. */
    private record Pause(boolean isUnderWay, int failures, long untilNanos) {
        private static final Pause NONE = new Pause(false, 0, 0);
        private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);
        private static final int LONGEST = 5;

        Pause begun() {
            return new Pause(true, failures, untilNanos);
        }

        Pause failed(long now) {
            return new Pause(false, failures + 1, now + (FIRST_NANOS << Math.min(failures, LONGEST)));
        }

        boolean isOn(long now) {
            return isUnderWay || (failures > 0 && now - untilNanos < 0);
        }
    }
}
