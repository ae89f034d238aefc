package io.github.headgate.spring;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.core.Ordered;
import org.springframework.web.filter.HiddenHttpMethodFilter;

/** Leaves the requests of the proxy servlet alone: to look for {@code _method} would take the form from the upstream. */
final class ProxyHiddenHttpMethodFilter extends HiddenHttpMethodFilter implements Ordered {
    /** That of Spring Boot's filter, whose place this one takes. */
    private static final int ORDER = -10_000;

    ProxyHiddenHttpMethodFilter() {}

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getHttpServletMapping().getServletName().equals(ReverseProxy.SERVLET_NAME);
    }
}
