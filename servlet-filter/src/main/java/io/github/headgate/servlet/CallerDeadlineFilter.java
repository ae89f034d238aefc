package io.github.headgate.servlet;

import io.github.headgate.DeadlineHeader;
import io.github.headgate.InboundDeadline;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Heeds how long the caller is going to wait: calls that are made on the thread of its request end by then. The time is told by
 * headers such as {@code grpc-timeout} or {@code X-Request-Deadline}, in the form that {@link DeadlineHeader} describes; the least
 * of several counts, and a value of another form is ignored. Thread-safe.
 *
 * <p>Map it for {@code REQUEST} dispatches, before whatever calls upstreams.
 */
public final class CallerDeadlineFilter implements Filter {
    private final List<String> headers;
    private final InstantSource clock;

    /**
     * @param headers the names of the headers that are heeded
     */
    public CallerDeadlineFilter(List<String> headers) {
        this(headers, InstantSource.system());
    }

    CallerDeadlineFilter(List<String> headers, InstantSource clock) {
        this.headers = List.copyOf(headers);
        this.clock = clock;
    }

    /* The next two have no default before Servlet 4.0. */
    @Override
    public void init(FilterConfig config) {}

    @Override
    public void destroy() {}

    /**
     * Lets the request pass.
     *
     * @throws IOException what the application threw
     * @throws ServletException what the application threw
     */
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<Duration> left = request instanceof HttpServletRequest asked ? left(asked) : Optional.empty();
        if (left.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        InboundDeadline waiting = InboundDeadline.in(left.get());
        try {
            chain.doFilter(request, response);
        } finally {
            waiting.close();
        }
    }

    private Optional<Duration> left(HttpServletRequest request) {
        return headers.stream()
                .flatMap(name -> left(name, request.getHeader(name)))
                .min(Duration::compareTo);
    }

    private Stream<Duration> left(String name, @Nullable String value) {
        return value == null ? Stream.empty() : DeadlineHeader.read(name, value, clock.instant()).stream();
    }
}
