package io.github.headgate.servlet;

import io.github.headgate.CallOptions;
import io.github.headgate.failure.ExchangePhase;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.InstantSource;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request through the proxy: there, back, and what happens if either side fails. Thread-safe. */
final class Forwarder {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamProxyServlet.class);

    private final UpstreamCaller upstreams;
    private final UpstreamAuthorities authorities;
    private final FailureResponder responder;
    private final Via via;
    private final Delivery delivery;
    private final InstantSource clock;
    private final @Nullable ClientWatch watch;

    /**
     * @param watch looks at callers while their calls are under way; null if nobody does
     */
    Forwarder(
            UpstreamCaller upstreams,
            UpstreamAuthorities authorities,
            FailureResponder responder,
            Via via,
            Delivery delivery,
            InstantSource clock,
            @Nullable ClientWatch watch) {
        this.upstreams = upstreams;
        this.authorities = authorities;
        this.responder = responder;
        this.via = via;
        this.delivery = delivery;
        this.clock = clock;
        this.watch = watch;
    }

    /**
     * Forwards a request that matches this route.
     *
     * @throws IOException if the response broke off when a part of it was already on its way, or the caller has gone away
     */
    void run(HttpServletRequest request, HttpServletResponse response, Route route, String path) throws IOException {
        CallerBody body = OutboundRequest.body(request);
        ExchangePhase phase = ExchangePhase.EXCHANGING;
        ClassicHttpResponse answer = null;
        try {
            answer = call(request, route, path, body);
            phase = ExchangePhase.READING_BODY;
            if (route.overrideErrors().contains(answer.getCode())) {
                replace(request, response, route, answer);
            } else {
                delivery.deliver(answer, request, response, locations(request, route));
            }
        } catch (CallerLeftException e) {
            LOG.debug("{} {}: {}", request.getMethod(), Loggable.text(path), e.getMessage());
            response.setHeader("Connection", "close");
            response.setStatus(CallerLeftException.STATUS);
        } catch (CallerGoneException e) {
            LOG.debug("{} {}: {}", request.getMethod(), Loggable.text(path), e.getMessage());
            throw e.thrown();
        } catch (IOException | RuntimeException e) {
            if (answer != null) {
                Delivery.withdraw(answer, response);
            }
            IOException unreadable = body == null ? null : body.failure();
            if (unreadable != null) {
                LOG.debug("{} {}: {}", request.getMethod(), Loggable.text(path), unreadable.toString());
                if (response.isCommitted()) {
                    // also so where the container answers by itself, as Tomcat does after a bad chunk: it knows its own
                    throw unreadable;
                }
                int status = unreadable instanceof SocketTimeoutException ? 408 : 400;
                responder.refuseAndClose(request, response, status, "The body of the request could not be read");
            } else if (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)) {
                // somebody stops us, as a container does that shuts down: nothing is wrong with the upstream
                throw e;
            } else {
                responder.respond(request, response, UpstreamFailures.of(route.upstream(), phase, e));
            }
        } finally {
            closeQuietly(answer);
        }
    }

    private ClassicHttpResponse call(HttpServletRequest request, Route route, String path, @Nullable CallerBody body)
            throws IOException {
        CallOptions options = route.sheddable() ? CallOptions.NONE.sheddable() : CallOptions.NONE;
        CancellableRequest outbound = outbound(request, route, path, body);
        return watch == null
                ? upstreams.execute(route.upstream(), outbound, options)
                : watch.watch(request, body, outbound, () -> upstreams.execute(route.upstream(), outbound, options));
    }

    /* The upstream's body is left to the answer's close(), which ends even one without an end. */
    private void replace(
            HttpServletRequest request, HttpServletResponse response, Route route, ClassicHttpResponse answer)
            throws CallerGoneException {
        try {
            responder.replace(request, response, ReceivedError.of(route.upstream(), answer, clock.instant()));
        } catch (IOException e) {
            throw new CallerGoneException(e);
        }
    }

    private CancellableRequest outbound(
            HttpServletRequest request, Route route, String path, @Nullable CallerBody body) {
        String query = request.getQueryString();
        String target = route.upstreamPath(path) + (query == null ? "" : "?" + query);
        return OutboundRequest.of(request, route, target, body, via, responder.requestId(request));
    }

    private LocationRewriter locations(HttpServletRequest request, Route route) {
        String host = request.getHeader("Host");
        String origin = request.getScheme() + "://" + (host == null ? request.getServerName() : host);
        return new LocationRewriter(
                request.getContextPath() + route.stripPrefix(),
                origin,
                authority -> authorities.isOwn(route.upstream(), authority)
                        || (route.preserveHost() && authority.equalsIgnoreCase(host)));
    }

    /* A response that was read to its end gives its connection back; any other one closes it, so that nothing of it is left. */
    private static void closeQuietly(@Nullable ClassicHttpResponse answer) {
        if (answer != null) {
            try {
                answer.close();
            } catch (IOException e) {
                LOG.debug("the response of the upstream did not close: {}", e.toString());
            }
        }
    }
}
