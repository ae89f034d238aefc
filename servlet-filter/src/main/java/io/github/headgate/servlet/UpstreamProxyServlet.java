package io.github.headgate.servlet;

import io.github.headgate.Headgate;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.failure.FailureType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A reverse proxy: sends each request to the upstream of its route and the response back, both streamed, with path, query
 * and body byte for byte and any method. Works with or without {@link UpstreamFailureFilter}. Thread-safe.
 *
 * <p>A call that fails is answered by {@link FailureResponder}; a response that breaks off in its body breaks the
 * caller's connection. An error that the upstream answered itself passes as it is, unless its route lists the status under
 * {@code override-errors}. Requests that two servers could read differently get 400, those without a route 404.
 *
 * <p>A caller that leaves while the upstream is busy has its call cancelled, as {@link ClientGone} says: counted by
 * {@link #callersGone()}, logged by the container with status 499, never sent again, and no endpoint is blamed.
 *
 * <p>Where the application has error pages, as every Spring Boot application has, the filter is needed to keep the container
 * from appending one to a response that was broken off. No filter before this servlet may read the request's body, as those
 * do that look for form parameters.
 */
public final class UpstreamProxyServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient RouteTable routes;
    private final transient FailureResponder responder;
    private final transient Via via;
    private final transient Forwarder forwarder;
    private final transient @Nullable ClientWatch watch;

    /**
     * @param headgate makes the calls; stays the caller's to close
     * @param routes in any order; the longest path that matches wins
     * @param settings our name, what we tell, the statuses
     */
    public UpstreamProxyServlet(Headgate headgate, List<Route> routes, AnswerSettings settings) {
        this(headgate, ProxySettings.of(routes), settings);
    }

    /**
     * @param headgate makes the calls; stays the caller's to close
     * @param proxy the routes, and what goes for all of them
     * @param settings our name, what we tell, the statuses
     */
    public UpstreamProxyServlet(Headgate headgate, ProxySettings proxy, AnswerSettings settings) {
        this(headgate, proxy, new FailureResponder(settings));
    }

    /**
     * @param headgate makes the calls; stays the caller's to close
     * @param proxy the routes, and what goes for all of them
     * @param responder answers and logs
     */
    public UpstreamProxyServlet(Headgate headgate, ProxySettings proxy, FailureResponder responder) {
        this(headgate::execute, UpstreamAuthorities.of(headgate), proxy, responder, ClientWatch.PERIOD);
    }

    /**
     * @param watchPeriod between two looks at the callers of calls under way
     */
    UpstreamProxyServlet(
            UpstreamCaller upstreams,
            UpstreamAuthorities authorities,
            ProxySettings proxy,
            FailureResponder responder,
            Duration watchPeriod) {
        this.routes = new RouteTable(proxy.routes());
        this.responder = responder;
        this.via = new Via(responder.name(), UUID.randomUUID().toString().replace("-", ""));
        Delivery delivery = new Delivery(responder.name(), via, proxy.maxResponseHeaderSize());
        ClientGone clientGone = proxy.clientGone();
        this.watch = clientGone == ClientGone.OFF
                ? null
                : new ClientWatch(clientGone == ClientGone.FIN_AND_RST, watchPeriod);
        this.forwarder = new Forwarder(upstreams, authorities, responder, via, delivery, InstantSource.system(), watch);
    }

    /** How many callers have left before the response to them began, and had their calls cancelled. */
    public long callersGone() {
        return watch == null ? 0 : watch.gone();
    }

    /** Who watches over callers; null if nobody does. */
    @Nullable
    ClientWatch watch() {
        return watch;
    }

    @Override
    public void init() {
        if (watch != null) {
            watch.open();
        }
    }

    /** Ends the thread that watches over callers; whoever uses this servlet without a container has to call it. */
    @Override
    public void destroy() {
        if (watch != null) {
            watch.close();
        }
    }

    /**
     * Forwards the request, whatever its method.
     *
     * @throws IOException if the response broke off when a part of it was already on its way, or the caller has gone away
     */
    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<String> ambiguous = Framing.fault(request);
        if (ambiguous.isPresent()) {
            responder.refuseAndClose(request, response, 400, ambiguous.get());
            return;
        }
        String path = RequestPath.written(request);
        Optional<String> misleading = RawPath.fault(path);
        if (misleading.isPresent()) {
            responder.refuse(request, response, 400, misleading.get());
            return;
        }
        Optional<Route> route = routes.find(path);
        if (route.isEmpty()) {
            responder.refuse(request, response, 404, "There is no route for this path");
        } else if (MaxForwards.isExhausted(request)) {
            // whoever asks so wants to hear from this gateway
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else if (via.isLoop(Collections.list(request.getHeaders("Via")))) {
            String upstream = route.get().upstream();
            responder.respond(request, response, UpstreamFailures.of(upstream, FailureType.PROXY_LOOP_DETECTED));
        } else {
            forwarder.run(request, response, route.get(), path);
        }
    }
}
