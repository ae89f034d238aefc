package io.github.headgate.servlet;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

/** The path of a request, without that of the web application. Pure. */
final class RequestPath {
    private RequestPath() {}

    /** As the caller wrote it: {@code getServletPath()} and {@code getPathInfo()} are decoded and cleaned. */
    static String written(HttpServletRequest request) {
        String path = below(request, request.getRequestURI());
        return path.isEmpty() ? "/" : path;
    }

    /** As the caller wrote it, also where the application has forwarded the request since; empty for the application itself. */
    static String asked(HttpServletRequest request) {
        Object forwarded = request.getAttribute(RequestDispatcher.FORWARD_REQUEST_URI);
        return below(request, forwarded == null ? request.getRequestURI() : forwarded.toString());
    }

    private static String below(HttpServletRequest request, String uri) {
        String context = request.getContextPath();
        return uri.startsWith(context) ? uri.substring(context.length()) : uri;
    }

    /** As the container has read it, so that no other path can look like it. */
    static String read(HttpServletRequest request) {
        String below = request.getPathInfo();
        return below == null ? request.getServletPath() : request.getServletPath() + below;
    }
}
