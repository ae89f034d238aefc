package io.github.headgate.servlet;

import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.failure.UpstreamException;
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
import java.util.Optional;

/**
 * Answers for the application when a call to an upstream failed and nobody below dealt with it: an
 * {@link UpstreamException} anywhere in the chain of causes becomes 502, 503 or 504 with {@code Proxy-Status} (RFC 9209)
 * and a body that the caller accepts. Everything else passes untouched. Thread-safe.
 *
 * <p>So does the failure of a call that the application made by other means: the JDK's clients, HttpClient 4 and 5, OkHttp,
 * Spring's clients, Reactor Netty, Resilience4j, a connection of JDBC. The answer names no upstream then, for nobody knows its
 * name, and the log line has the stack trace in its place. Nothing is guessed: an exception that may as well come from the
 * connection of the caller, such as a bare {@code SocketException}, counts only if a client library threw it.
 *
 * <p>Map it outermost and for every kind of dispatch:
 *
 * <ul>
 *   <li>{@code REQUEST}, {@code FORWARD}: the ordinary case.
 *   <li>{@code ASYNC}: where a framework hands the failure of an asynchronous request back to the container by a
 *       dispatch, as Spring MVC does. What the application itself does with an {@code AsyncContext} outside any dispatch
 *       (writes to the response, {@code complete()}, an {@code AsyncListener}) no filter can see: there,
 *       {@link FailureResponder} is to be called directly.
 *   <li>{@code ERROR}, {@code INCLUDE}: nothing is added to a response that was broken off. Containers that have an error
 *       page append it to the half-sent body otherwise, and with {@code Content-Length} that can look complete.
 * </ul>
 */
public final class UpstreamFailureFilter implements Filter {
    private final FailureResponder responder;

    /**
     * @param settings our name, what we tell, the statuses
     */
    public UpstreamFailureFilter(AnswerSettings settings) {
        this(new FailureResponder(settings));
    }

    /**
     * @param responder answers and logs
     */
    public UpstreamFailureFilter(FailureResponder responder) {
        this.responder = responder;
    }

    /* The next two have no default before Servlet 4.0. */
    @Override
    public void init(FilterConfig config) {}

    @Override
    public void destroy() {}

    /**
     * Lets the request pass and answers if a call failed.
     *
     * @throws IOException what the application threw, or the end of a response that was already under way
     * @throws ServletException what the application threw
     */
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest httpRequest && response instanceof HttpServletResponse httpResponse) {
            doFilter(httpRequest, httpResponse, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getAttribute(FailureResponder.BROKEN) != null) {
            return;
        }
        if (request.getDispatcherType() == DispatcherType.INCLUDE) {
            // which must not set a status or a header: whoever includes answers
            chain.doFilter(request, response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } catch (BrokenResponseException e) {
            // was answered, and logged, further in
            throw e;
        } catch (IOException | ServletException | RuntimeException e) {
            Optional<FailedCall> failed = UpstreamFailures.findAny(e);
            if (failed.isEmpty()) {
                throw e;
            }
            responder.respond(request, response, failed.get());
            if (request.isAsyncStarted()) {
                request.getAsyncContext().complete();
            }
        }
    }
}
