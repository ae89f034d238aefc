package io.github.headgate.spring;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.web.filter.FormContentFilter;

/**
 * Makes the fields of a PUT, PATCH or DELETE form parameters of the request, as Spring Boot's filter does, but reads the body
 * only once somebody asks for a parameter: a form that is sent on to an upstream must reach it. Thread-safe.
 */
final class LazyFormContentFilter extends FormContentFilter implements Ordered {
    /** That of Spring Boot's filter, whose place this one takes. */
    private static final int ORDER = -9_900;

    LazyFormContentFilter() {}

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(new LazyFormRequest(request, () -> parsed(request, response)), response);
    }

    private HttpServletRequest parsed(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        HttpServletRequest[] parsed = {request};
        super.doFilterInternal(request, response, (wrapped, same) -> parsed[0] = (HttpServletRequest) wrapped);
        return parsed[0];
    }
}
