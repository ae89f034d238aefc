package io.github.headgate.spring;

import io.github.headgate.servlet.InboundFilter;
import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/**
 * Stops taking requests before the web server does anything else: as long as some are under way, further ones are answered, which the server
 * itself does not do any more once it shuts down gracefully. Thread-safe.
 */
final class InboundLifecycle implements SmartLifecycle {
    /* Stopped from the highest on; the server's graceful shutdown is at DEFAULT_PHASE - 1024. */
    private static final int BEFORE_THE_SERVER = DEFAULT_PHASE - 512;

    private final InboundFilter filter;
    private final Duration timeout;
    private volatile boolean isRunning;

    /**
     * @param timeout how long requests under way are waited for
     */
    InboundLifecycle(InboundFilter filter, Duration timeout) {
        this.filter = filter;
        this.timeout = timeout;
    }

    @Override
    public int getPhase() {
        return BEFORE_THE_SERVER;
    }

    /* The server itself goes on too where a context only pauses. */
    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }

    @Override
    public void start() {
        filter.resume();
        isRunning = true;
    }

    @Override
    public void stop() {
        isRunning = false;
        try {
            filter.stop(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
