package io.github.headgate;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads and connections behind a Headgate: one timer, up to sixteen threads that wait for the resolver, a few that open
 * connections in advance or check endpoints, and those of second attempts. Thread-safe.
 */
final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final int LOOKUPS = 16;
    private static final int CHECKS = 8;
    private static final int CONNECTS = 4;
    private static final int HEDGES = 256;
    private static final long END_MILLIS = 1000;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final ScheduledExecutorService timer;
    private final ExecutorService lookups;
    private final ExecutorService hedges;
    private final ExecutorService checks;
    private final ExecutorService connects;
    private final DaemonThreads threads;
    private final List<Transport> transports = new CopyOnWriteArrayList<>();
    private final AtomicBoolean isClosed = new AtomicBoolean();

    Engine() {
        this(new DaemonThreads());
    }

    private Engine(DaemonThreads threads) {
        this(timer(threads), pool(LOOKUPS, threads.named("headgate-lookup")), hedges(threads), threads);
    }

    /** Takes the threads over, to be stopped with everything else. */
    Engine(ScheduledExecutorService timer, ExecutorService lookups, ExecutorService hedges) {
        this(timer, lookups, hedges, new DaemonThreads());
    }

    private Engine(
            ScheduledExecutorService timer, ExecutorService lookups, ExecutorService hedges, DaemonThreads threads) {
        this.timer = timer;
        this.lookups = lookups;
        this.hedges = hedges;
        this.checks = pool(CHECKS, threads.named("headgate-check"));
        this.connects = pool(CONNECTS, threads.named("headgate-connect"));
        this.threads = threads;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    ExecutorService lookups() {
        return lookups;
    }

    /** For health checks. */
    ExecutorService checks() {
        return checks;
    }

    /** For connections that are opened in advance. */
    ExecutorService connects() {
        return connects;
    }

    /** For second attempts beside the first; refuses when all threads are busy. */
    ExecutorService hedges() {
        return hedges;
    }

    boolean isClosed() {
        return isClosed.get();
    }

    /** Takes a transport over, to be closed with everything else. */
    <T extends Transport> T closing(T transport) {
        transports.add(transport);
        return transport;
    }

    /** Closes a transport that no new call uses: after this time, and then once none of its connections is in use. */
    void retire(Transport transport, Duration after) {
        Future<?> later = timer.schedule(() -> close(transport), after.toNanos(), TimeUnit.NANOSECONDS);
        LOG.debug("retired {}: {}", transport, later);
    }

    private void close(Transport transport) {
        if (transport.isInUse()) {
            retire(transport, LOOK_AGAIN);
        } else {
            transports.remove(transport);
            closeQuietly(transport);
        }
    }

    private static void closeQuietly(Transport transport) {
        try {
            transport.close();
        } catch (IOException e) {
            LOG.debug("closing connections", e);
        }
    }

    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        timer.shutdownNow();
        lookups.shutdownNow();
        hedges.shutdownNow();
        connects.shutdownNow();
        checks.shutdownNow();
        for (Transport transport : transports) {
            closeQuietly(transport);
        }
        try {
            threads.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ScheduledExecutorService timer(DaemonThreads threads) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads.named("headgate-timer"));
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private static ExecutorService pool(int most, ThreadFactory threads) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                most,
                most,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                threads,
                new ThreadPoolExecutor.DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ExecutorService hedges(DaemonThreads threads) {
        return new ThreadPoolExecutor(
                0, HEDGES, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), threads.named("headgate-hedge"));
    }
}
