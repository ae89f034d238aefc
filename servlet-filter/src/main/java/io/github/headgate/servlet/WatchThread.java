package io.github.headgate.servlet;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that does the same again and again, from the first time that it is wanted; it keeps no JVM running. Thread-safe. */
final class WatchThread {
    private static final Logger LOG = LoggerFactory.getLogger(WatchThread.class);
    private static final long PATIENCE_MS = 1000;

    private final String name;
    private final Runnable task;
    private final long periodNanos;
    private volatile boolean isSettled;
    private @Nullable Thread thread;
    private CountDownLatch closed = new CountDownLatch(1);

    /**
     * @param task what is done; it throws nothing, as a rule
     * @param period between the end of one time and the beginning of the next
     */
    WatchThread(String name, Runnable task, Duration period) {
        this.name = name;
        this.task = task;
        this.periodNanos = period.toNanos();
    }

    /** Starts the thread, unless it runs or is closed. */
    void start() {
        if (!isSettled) {
            startNow();
        }
    }

    private synchronized void startNow() {
        if (!isSettled) {
            CountDownLatch end = closed;
            Thread made = new Thread(() -> run(end), name);
            made.setDaemon(true);
            // not on behalf of whichever web application the first call came from
            made.setContextClassLoader(WatchThread.class.getClassLoader());
            made.start();
            thread = made;
            isSettled = true;
        }
    }

    private void run(CountDownLatch end) {
        try {
            while (!end.await(periodNanos, TimeUnit.NANOSECONDS)) {
                doOnce();
            }
        } catch (InterruptedException e) {
            LOG.debug("{} was interrupted", name);
        }
    }

    private void doOnce() {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("{}: {}", name, e.toString(), e);
        }
    }

    /** Ends the thread and waits up to a second until it has ended: whoever stops a web application looks for it right after. */
    void close() {
        Thread running;
        synchronized (this) {
            isSettled = true;
            closed.countDown();
            running = thread;
            thread = null;
        }
        if (running != null && running != Thread.currentThread()) {
            try {
                running.join(PATIENCE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** After {@link #close()}: may be started again. */
    synchronized void open() {
        if (closed.getCount() == 0) {
            closed = new CountDownLatch(1);
            isSettled = false;
        }
    }
}
