package io.github.headgate.webapp;

import io.github.headgate.servlet.CallerDeadlineFilter;
import io.github.headgate.servlet.GatewaySettings;
import io.github.headgate.servlet.InboundFilter;
import io.github.headgate.servlet.UpstreamFailureFilter;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * {@link UpstreamFailureFilter}, {@link CallerDeadlineFilter} where {@code headgate.deadline-headers} is set, and
 * {@link InboundFilter} where one of {@code headgate.inbound} is, for {@code web.xml}; needs {@link HeadgateListener}. Thread-safe.
 *
 * <p>Map it before other filters and for every kind of dispatch:
 *
 * <pre>{@code
 * <filter>
 *   <filter-name>headgate</filter-name>
 *   <filter-class>io.github.headgate.webapp.HeadgateFilter</filter-class>
 *   <async-supported>true</async-supported>
 * </filter>
 * <filter-mapping>
 *   <filter-name>headgate</filter-name>
 *   <url-pattern>/*</url-pattern>
 *   <dispatcher>REQUEST</dispatcher>
 *   <dispatcher>FORWARD</dispatcher>
 *   <dispatcher>INCLUDE</dispatcher>
 *   <dispatcher>ASYNC</dispatcher>
 *   <dispatcher>ERROR</dispatcher>
 * </filter-mapping>
 * }</pre>
 */
public final class HeadgateFilter implements Filter {
    private List<Filter> filters = List.of();

    /** For {@code web.xml}. */
    public HeadgateFilter() {}

    /**
     * Takes its settings from the listener.
     *
     * @throws ServletException if there is no listener, or the filter has a parameter: it knows none
     */
    @Override
    public void init(FilterConfig config) throws ServletException {
        List<String> parameters = Collections.list(config.getInitParameterNames());
        if (!parameters.isEmpty()) {
            throw new ServletException("<init-param> " + String.join(", ", parameters) + " of the filter "
                    + config.getFilterName() + " (expected: none; a setting is a <context-param> such as"
                    + " headgate.expose-details, or stands in headgate.properties)");
        }
        WebApplication application = WebApplication.of(config.getServletContext(), this);
        GatewaySettings settings = application.settings();
        List<Filter> made = new ArrayList<>();
        if (settings.inbound().isOn()) {
            made.add(new InboundFilter(settings.inbound(), application.responder()));
        }
        made.add(new UpstreamFailureFilter(application.responder()));
        if (!settings.deadlineHeaders().isEmpty()) {
            made.add(new CallerDeadlineFilter(settings.deadlineHeaders()));
        }
        for (Filter filter : made) {
            filter.init(config);
        }
        filters = List.copyOf(made);
    }

    /** Takes no further request, and waits for those under way for {@code headgate.inbound.stop-timeout}. */
    @Override
    public void destroy() {
        filters.forEach(Filter::destroy);
    }

    /**
     * Lets the request pass and answers if a call failed.
     *
     * @throws IOException what the application threw, or the end of a response that was already under way
     * @throws ServletException what the application threw
     */
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        FilterChain rest = chain;
        for (int i = filters.size() - 1; i >= 0; i--) {
            Filter filter = filters.get(i);
            FilterChain inner = rest;
            rest = (asked, answer) -> filter.doFilter(asked, answer, inner);
        }
        rest.doFilter(request, response);
    }
}
