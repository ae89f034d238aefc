package io.github.headgate.servlet;

import io.github.headgate.InboundDeadline;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.answer.Fault;
import io.github.headgate.retry.TimeSource;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Protects the application from too many requests at a time, and from all of them during maintenance: what is not taken gets 503 with
 * {@code Retry-After} at once. Gives each request a deadline, where one is set. Thread-safe.
 *
 * <p>Map it for {@code REQUEST} and {@code ASYNC} dispatches, before everything else that does work. A request counts until its response is done,
 * also if that is asynchronous.
 */
public final class InboundFilter implements Filter {
    private static final Duration WHEN_FULL = Duration.ofSeconds(1);
    private static final Duration IN_MAINTENANCE = Duration.ofSeconds(60);

    private static final String PLACE = "io.github.headgate.place";

    private final InboundSettings settings;
    private final FailureResponder responder;
    private final Maintenance maintenance;
    private final InFlight inFlight;

    /**
     * @param settings what is taken
     * @param answer our name, what we tell, and fallbacks: the failure type is {@code http_request_denied}, the status 503
     */
    public InboundFilter(InboundSettings settings, AnswerSettings answer) {
        this(settings, new FailureResponder(answer), TimeSource.system()::nanoTime);
    }

    InboundFilter(InboundSettings settings, FailureResponder responder, LongSupplier nanoClock) {
        this.settings = settings;
        this.responder = responder;
        this.maintenance = new Maintenance(settings.maintenanceFile(), nanoClock);
        this.inFlight = new InFlight(settings.maxInFlight());
    }

    /** Begins or ends maintenance by hand; it lasts while this, or the file, says so. */
    public void maintenance(boolean isOn) {
        maintenance.set(isOn);
    }

    /** How many requests are under way; 0 if there is no limit: then nobody counts. */
    public int inFlight() {
        return inFlight.count();
    }

    /* The next two have no default before Servlet 4.0. */
    @Override
    public void init(FilterConfig config) {}

    @Override
    public void destroy() {}

    /**
     * Lets the request pass, or refuses it.
     *
     * @throws IOException what the application threw
     * @throws ServletException what the application threw
     */
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getAttribute(PLACE) instanceof InFlight.Place place
                && request.getDispatcherType() == DispatcherType.ASYNC) {
            again(request, response, chain, place);
        } else if (request.getDispatcherType() != DispatcherType.REQUEST
                || !(request instanceof HttpServletRequest asked)
                || !(response instanceof HttpServletResponse answer)) {
            chain.doFilter(request, response);
        } else if (maintenance.isOn()) {
            responder.deny(asked, answer, Fault.denied("This service is in maintenance", IN_MAINTENANCE));
        } else if (settings.maxInFlight() == 0) {
            run(asked, answer, chain);
        } else {
            count(asked, answer, chain);
        }
    }

    private void count(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        InFlight.Place place = inFlight.enter();
        if (place == null) {
            responder.deny(request, response, Fault.denied("This service has too many requests under way", WHEN_FULL));
            return;
        }
        request.setAttribute(PLACE, place);
        try {
            run(new CountedRequest(request, place), response, chain);
        } finally {
            place.returned();
        }
    }

    /* Not left to the listener: in Jetty, some of thousands of requests ended without it being told. */
    private static void again(ServletRequest request, ServletResponse response, FilterChain chain, InFlight.Place place)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } finally {
            place.returnedAgain(request.isAsyncStarted());
        }
    }

    private void run(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        InboundDeadline waiting = deadline();
        try {
            chain.doFilter(request, response);
        } finally {
            if (waiting != null) {
                waiting.close();
            }
        }
    }

    private @Nullable InboundDeadline deadline() {
        return settings.deadline().isZero() ? null : InboundDeadline.in(settings.deadline());
    }
}
