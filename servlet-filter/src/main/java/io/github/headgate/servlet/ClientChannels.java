package io.github.headgate.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the socket behind a request, in Tomcat, Jetty 12 and Undertow. Only plain HTTP/1: over HTTP/2 many requests share a
 * socket, and over TLS a caller that leaves says so in bytes that only TLS can read. Thread-safe.
 */
final class ClientChannels {
    private final List<Step> ofJettyCore = List.of(
            Step.method("getRequest"),
            Step.method("getConnectionMetaData"),
            Step.method("getConnection"),
            Step.method("getEndPoint"),
            Step.method("getChannel"));
    private final List<Step> ofJettyNested =
            List.of(Step.method("getHttpChannel"), Step.method("getEndPoint"), Step.method("getChannel"));

    /* By the class of the request. The classes of TLS differ, so that a step leads nowhere. */
    private final Map<String, List<Step>> seams = Map.of(
            "org.apache.catalina.connector.RequestFacade",
            List.of(
                    Step.field("request"),
                    Step.method("getCoyoteRequest"),
                    Step.field("hook"),
                    Step.field("socketWrapper"),
                    Step.method("getSocket"),
                    Step.method("getIOChannel", "org.apache.tomcat.util.net.NioChannel")),
            "org.eclipse.jetty.ee11.servlet.ServletApiRequest",
            ofJettyCore,
            "org.eclipse.jetty.ee10.servlet.ServletApiRequest",
            ofJettyCore,
            "org.eclipse.jetty.ee9.nested.Request",
            ofJettyNested,
            "org.eclipse.jetty.ee8.nested.Request",
            ofJettyNested,
            "io.undertow.servlet.spec.HttpServletRequestImpl",
            List.of(
                    Step.method("getExchange"),
                    Step.method("getConnection"),
                    Step.method("getChannel"),
                    Step.method("getChannel", "org.xnio.nio.NioSocketStreamConnection")));

    /** The socket; null if nothing matches. */
    @Nullable
    SocketChannel of(HttpServletRequest request) {
        if (!request.getProtocol().startsWith("HTTP/1.")) {
            return null;
        }
        ServletRequest own = request;
        while (own instanceof ServletRequestWrapper wrapper) {
            own = wrapper.getRequest();
        }
        Object at = own;
        for (Step step : steps(own.getClass())) {
            at = at == null ? null : step.from(at);
        }
        return at instanceof SocketChannel channel ? channel : null;
    }

    private List<Step> steps(Class<?> type) {
        for (Class<?> known = type; known != null; known = known.getSuperclass()) {
            List<Step> steps = seams.get(known.getName());
            if (steps != null) {
                return steps;
            }
        }
        return List.of();
    }
}
