package io.github.headgate.spring;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.servlet.filter.OrderedHiddenHttpMethodFilter;

/** Leaves the requests of the proxy servlet alone: to look for {@code _method} would take the form from the upstream. */
final class ProxyHiddenHttpMethodFilter extends OrderedHiddenHttpMethodFilter {
    ProxyHiddenHttpMethodFilter() {}

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getHttpServletMapping().getServletName().equals(ReverseProxy.SERVLET_NAME);
    }
}
