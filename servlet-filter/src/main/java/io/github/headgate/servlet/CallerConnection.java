package io.github.headgate.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to the caller, where a container has to be told to break it. Tomcat and Jetty do so when an exception reaches
 * them after a part of the response was sent; Undertow ends the body as if it were whole. Stateless.
 */
final class CallerConnection {
    private static final Logger LOG = LoggerFactory.getLogger(CallerConnection.class);
    private static final String UNDERTOW = "io.undertow.servlet.spec.HttpServletRequestImpl";

    private CallerConnection() {}

    /** Closes the connection if its container would not; one of HTTP/2 has other requests on it, and is left alone. */
    static void breakOff(HttpServletRequest request) {
        ServletRequest own = request;
        while (own instanceof ServletRequestWrapper wrapper) {
            own = wrapper.getRequest();
        }
        if (own.getClass().getName().equals(UNDERTOW) && own.getProtocol().startsWith("HTTP/1")) {
            close(own);
        }
    }

    /* By reflection, since a web application does not see the classes of its container. */
    private static void close(ServletRequest undertow) {
        try {
            Object exchange = undertow.getClass().getMethod("getExchange").invoke(undertow);
            Object connection = exchange.getClass().getMethod("getConnection").invoke(exchange);
            if (connection instanceof Closeable closeable) {
                closeable.close();
            }
        } catch (ReflectiveOperationException | IOException e) {
            LOG.warn("A response that was broken off may look whole to its caller: {}", e.toString());
        }
    }
}
