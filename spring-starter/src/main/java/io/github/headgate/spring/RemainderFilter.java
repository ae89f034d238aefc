package io.github.headgate.spring;

import io.github.headgate.servlet.UpstreamProxyServlet;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/**
 * The route {@code /**} beside Spring MVC: takes what no handler of the application wants, so that its controllers and the
 * actuator stay where they are. Static resources are not asked for. A filter in front of the dispatcher servlet and behind
 * all others, and not a handler of Spring MVC, which would read multipart bodies and have exceptions resolved that must reach
 * the container: they break the connection of a response that was cut off. Thread-safe.
 */
final class RemainderFilter implements Filter {
    private final UpstreamProxyServlet proxy;
    private final OwnHandlers handlers;

    RemainderFilter(UpstreamProxyServlet proxy, OwnHandlers handlers) {
        this.proxy = proxy;
        this.handlers = handlers;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http && !handlers.want(http)) {
            proxy.service(request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    @Override
    public void destroy() {
        proxy.destroy();
    }
}
