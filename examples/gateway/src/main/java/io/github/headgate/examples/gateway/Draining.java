package io.github.headgate.examples.gateway;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Lets callers go before the server stops. Tomcat's graceful shutdown answers 503 to every request that comes over a
 * kept-alive connection; so, a step earlier, no new connection is accepted any more and each answer carries
 * {@code Connection: close}, until no request has come for a while. Thread-safe.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Draining implements Filter, SmartLifecycle, WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private static final Duration QUIET = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final AtomicInteger underWay = new AtomicInteger();
    private volatile long lastRequestNanos = System.nanoTime();
    private volatile boolean isDraining;
    private volatile boolean isRunning;
    private volatile @Nullable DrainingProtocol protocol;

    Draining() {}

    @Override
    public void customize(TomcatServletWebServerFactory tomcat) {
        tomcat.setProtocol(DrainingProtocol.class.getName());
        tomcat.addProtocolHandlerCustomizers(
                (TomcatProtocolHandlerCustomizer<DrainingProtocol>) made -> protocol = made);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        lastRequestNanos = System.nanoTime();
        underWay.incrementAndGet();
        try {
            if (isDraining && response instanceof HttpServletResponse http) {
                http.setHeader("Connection", "close");
            }
            chain.doFilter(request, response);
        } finally {
            underWay.decrementAndGet();
            lastRequestNanos = System.nanoTime();
        }
    }

    @Override
    public void start() {
        isRunning = true;
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }

    /** The first to stop, before the server itself begins to. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void stop() {
        throw new UnsupportedOperationException("stopped with a callback, always");
    }

    @Override
    public void stop(Runnable stopped) {
        isDraining = true;
        isRunning = false;
        DrainingProtocol open = protocol;
        if (open != null) {
            open.closeServerSocketGraceful();
        }
        lastRequestNanos = System.nanoTime();
        new Thread(() -> awaitQuiet(stopped), "draining").start();
    }

    private void awaitQuiet(Runnable stopped) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!isQuiet() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK.toNanos());
        }
        stopped.run();
    }

    private boolean isQuiet() {
        return underWay.get() == 0 && System.nanoTime() - lastRequestNanos > QUIET.toNanos();
    }
}
