package io.github.headgate.servlet;

import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.retry.TimeSource;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Protects the application from too many requests at a time, and from all of them during maintenance and while it stops: what is not taken
 * gets 503 with {@code Retry-After} at once. Gives each request a deadline, where one is set. Thread-safe.
 *
 * <p>Map it for {@code REQUEST} and {@code ASYNC} dispatches, before everything else that does work. A request counts until its response is done,
 * also if that is asynchronous.
 */
public final class InboundFilter implements Filter {
    private static final Logger LOG = LoggerFactory.getLogger(InboundFilter.class);

    private final InboundSettings settings;
    private final FailureResponder responder;
    private final Maintenance maintenance;
    private final InFlight inFlight;
    private final AdmissionControl control;
    private @Nullable InboundRegistration registration;

    /**
     * @param settings what is taken
     * @param answer our name, what we tell, and fallbacks: the failure type is {@code http_request_denied}, the status 503
     */
    public InboundFilter(InboundSettings settings, AnswerSettings answer) {
        this(settings, new FailureResponder(answer));
    }

    /**
     * @param settings what is taken
     * @param responder answers and logs
     */
    public InboundFilter(InboundSettings settings, FailureResponder responder) {
        this(settings, responder, TimeSource.system()::nanoTime);
    }

    InboundFilter(InboundSettings settings, FailureResponder responder, LongSupplier nanoClock) {
        this.settings = settings;
        this.responder = responder;
        this.maintenance = new Maintenance(settings.maintenanceFile(), nanoClock);
        RequestLimit adaptive = RequestLimit.of(settings, nanoClock);
        int most = settings.maxInFlight() == 0 ? Integer.MAX_VALUE : settings.maxInFlight();
        this.inFlight = new InFlight(adaptive == null ? () -> most : adaptive::most, nanoClock);
        this.control = new AdmissionControl(settings, responder, maintenance, inFlight, adaptive);
    }

    /** Begins or ends maintenance by hand; it lasts while this, or the file, says so. */
    public void maintenance(boolean isOn) {
        maintenance.set(isOn);
    }

    /** Whether it is in maintenance, by hand or by the file. */
    public boolean isInMaintenance() {
        return maintenance.isOn();
    }

    boolean isStopping() {
        return inFlight.isClosed();
    }

    /** How many requests are under way. */
    public int inFlight() {
        return inFlight.count();
    }

    /** How many may be under way at present; 0 if there is no limit. */
    public int limit() {
        return settings.maxInFlight() == 0 ? 0 : inFlight.limit();
    }

    /** How many requests were refused, for whatever reason. */
    public long refused() {
        return control.refused();
    }

    /**
     * Takes no further request: each gets 503, and its connection is closed after that. Those under way go on, and are waited for.
     *
     * @param timeout how long to wait; 0 to look only
     * @return whether none is left; false if the time was over, or {@link #resume()} was called, before that
     * @throws InterruptedException if the thread is interrupted before or while waiting; no request is taken then either
     */
    public boolean stop(Duration timeout) throws InterruptedException {
        inFlight.close();
        boolean isEmpty = inFlight.awaitEmpty(timeout);
        if (!isEmpty && inFlight.isClosed()) {
            LOG.info("stopping: {} requests are still under way after {} ms", inFlight.count(), timeout.toMillis());
        }
        return isEmpty;
    }

    /** Takes requests again. */
    public void resume() {
        inFlight.open();
    }

    /** Takes requests, also if it was destroyed before, and can be seen over JMX as {@link InboundMXBean}. */
    @Override
    public synchronized void init(FilterConfig config) {
        unregister();
        resume();
        String path = config.getServletContext().getContextPath();
        registration = InboundRegistration.of(path.isEmpty() ? responder.name() : path, new InboundView(this));
    }

    /** Takes no further request, and waits for those under way as the settings say, unless that was done before. */
    @Override
    public synchronized void destroy() {
        try {
            if (!inFlight.isClosed()) {
                stop(settings.stopTimeout());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            unregister();
        }
    }

    private void unregister() {
        if (registration != null) {
            registration.end();
            registration = null;
        }
    }

    /**
     * Lets the request pass, or refuses it.
     *
     * @throws IOException what the application threw
     * @throws ServletException what the application threw
     */
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        control.pass(request, response, chain);
    }
}
