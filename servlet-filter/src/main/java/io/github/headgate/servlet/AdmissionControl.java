package io.github.headgate.servlet;

import io.github.headgate.InboundDeadline;
import io.github.headgate.answer.Fault;
import io.github.headgate.answer.PathPattern;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Lets requests pass to the application, each with its deadline, or refuses them; and counts both. Thread-safe. */
final class AdmissionControl {
    private static final String PLACE = "io.github.headgate.place";

    private final FailureResponder responder;
    private final Maintenance maintenance;
    private final InFlight inFlight;
    private final @Nullable RequestLimit adaptive;
    private final List<PathPattern> exempt;
    private final Duration deadline;
    private final LongAdder refused = new LongAdder();

    /**
     * @param adaptive is told how long requests take; null for none
     */
    AdmissionControl(
            InboundSettings settings,
            FailureResponder responder,
            Maintenance maintenance,
            InFlight inFlight,
            @Nullable RequestLimit adaptive) {
        this.responder = responder;
        this.maintenance = maintenance;
        this.inFlight = inFlight;
        this.adaptive = adaptive;
        this.exempt = settings.exemptPaths().stream().map(PathPattern::new).toList();
        this.deadline = settings.deadline();
    }

    /** How many requests were refused, for whatever reason. */
    long refused() {
        return refused.sum();
    }

    /**
     * Lets a request pass, or refuses it.
     *
     * @throws IOException what the application threw
     * @throws ServletException what the application threw
     */
    void pass(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getAttribute(PLACE) instanceof InFlight.Place place
                && request.getDispatcherType() == DispatcherType.ASYNC) {
            again(request, response, chain, place);
        } else if (request.getDispatcherType() != DispatcherType.REQUEST
                || !(request instanceof HttpServletRequest asked)
                || !(response instanceof HttpServletResponse answer)) {
            chain.doFilter(request, response);
        } else if (isExempt(asked)) {
            run(asked, answer, chain);
        } else if (maintenance.isOn() && !inFlight.isClosed()) {
            refuse(asked, answer, Denial.inMaintenance());
        } else {
            count(asked, answer, chain);
        }
    }

    private boolean isExempt(HttpServletRequest request) {
        if (exempt.isEmpty()) {
            return false;
        }
        String path = RequestPath.read(request);
        for (PathPattern pattern : exempt) {
            if (pattern.matches(path)) {
                return true;
            }
        }
        return false;
    }

    private void count(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        InFlight.Place place = inFlight.enter();
        if (place == null) {
            refuse(request, response, inFlight.isClosed() ? Denial.whileStopping(request) : Denial.whenFull());
            return;
        }
        request.setAttribute(PLACE, place);
        if (adaptive != null) {
            place.measure(adaptive.begin(inFlight.count(), response));
        }
        try {
            run(new CountedRequest(request, place), response, chain);
        } catch (Throwable e) {
            place.failed();
            throw e;
        } finally {
            place.returned();
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Fault fault) throws IOException {
        refused.increment();
        responder.deny(request, response, fault);
    }

    /* Not left to the listener: in Jetty, some of thousands of requests ended without it being told. */
    private static void again(ServletRequest request, ServletResponse response, FilterChain chain, InFlight.Place place)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (Throwable e) {
            place.failed();
            throw e;
        } finally {
            place.returnedAgain(request.isAsyncStarted());
        }
    }

    private void run(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        InboundDeadline waiting = deadline.isZero() ? null : InboundDeadline.in(deadline);
        try {
            chain.doFilter(request, response);
        } finally {
            if (waiting != null) {
                waiting.close();
            }
        }
    }
}
