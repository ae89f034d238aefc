package io.github.headgate.spring;

import io.github.headgate.Headgate;
import io.github.headgate.servlet.FailureResponder;
import io.github.headgate.servlet.ProxySettings;
import io.github.headgate.servlet.Route;
import io.github.headgate.servlet.UpstreamProxyServlet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.util.StringUtils;

/**
 * The one proxy servlet and the places at which it is to be found. Not a bean of type servlet, because Spring Boot would
 * register that a second time. Thread-safe.
 */
final class ReverseProxy {
    static final String SERVLET_NAME = "upstreamProxy";
    private static final String ANYTHING = "/**";

    private final List<Route> routes;
    private final UpstreamProxyServlet servlet;

    ReverseProxy(Headgate headgate, ProxySettings proxy, FailureResponder responder) {
        this.routes = proxy.routes();
        this.servlet = new UpstreamProxyServlet(headgate, proxy, responder);
    }

    UpstreamProxyServlet servlet() {
        return servlet;
    }

    /** Whether a route takes whatever nobody else does. */
    boolean takesTheRest() {
        return routes.stream().anyMatch(route -> route.path().equals(ANYTHING));
    }

    /** The servlet mappings of all routes but the one that takes the rest. */
    List<String> mappings() {
        return routes.stream()
                .map(Route::path)
                .filter(path -> !path.equals(ANYTHING))
                .map(ReverseProxy::mapping)
                .toList();
    }

    /* Containers compare decoded paths, and write the root as "", because "/" is whatever nobody else takes. */
    private static String mapping(String path) {
        String decoded = StringUtils.uriDecode(path, StandardCharsets.UTF_8);
        if (decoded.equals("/")) {
            return "";
        }
        return decoded.endsWith(ANYTHING) ? decoded.substring(0, decoded.length() - 1) : decoded;
    }
}
