package io.github.headgate.spring;

import io.github.headgate.Headgate;
import io.github.headgate.answer.ProxyStatus;
import io.github.headgate.failure.UpstreamException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.server.mvc.common.MvcUtils;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * What Spring Cloud Gateway does with a request, and for upstreams what it leaves out: headers that {@code Connection} names
 * end here; a 5xx that the upstream sent says so in {@code Proxy-Status}; a head that the container could not send is a failure
 * of the upstream, and a request that cannot be read the caller's; a response that nobody reads to its end gives its permit
 * back, at the latest with the end of the request. Thread-safe.
 */
final class UpstreamProxyExchange implements ProxyExchange {
    private static final int SERVER_ERROR = 500;

    private final Headgate headgate;
    private final String name;
    private final int maxHeaderSize;
    private final ProxyExchange exchange;

    /**
     * @param name who we are in {@code Proxy-Status}
     * @param maxHeaderSize the most bytes of a response head
     * @param exchange makes the request, of an upstream too
     */
    UpstreamProxyExchange(Headgate headgate, String name, int maxHeaderSize, ProxyExchange exchange) {
        this.headgate = headgate;
        this.name = name;
        this.maxHeaderSize = maxHeaderSize;
        this.exchange = exchange;
    }

    @Override
    public ServerResponse exchange(Request request) {
        URI uri = request.getUri();
        Optional<String> upstream = uri == null ? Optional.empty() : headgate.upstreamOf(uri);
        return upstream.isPresent() ? exchange(request, upstream.get()) : exchange.exchange(request);
    }

    private ServerResponse exchange(Request request, String upstream) {
        List<String> connection = request.getServerRequest().headers().header(HttpHeaders.CONNECTION);
        ServerResponse response = send(OutboundHeaders.of(request, ConnectionHeaders.named(connection)));
        ClientHttpResponse received = MvcUtils.getAttribute(request.getServerRequest(), MvcUtils.CLIENT_RESPONSE_ATTR);
        if (received != null) {
            closeInTheEnd(received);
            List<String> theirs = received.getHeaders().getOrEmpty(HttpHeaders.CONNECTION);
            ConnectionHeaders.named(theirs).forEach(response.headers()::remove);
        }
        int status = response.statusCode().value();
        if (status >= SERVER_ERROR) {
            response.headers().add(ProxyStatus.HEADER, ProxyStatus.received(name, status));
        }
        ResponseHead.check(upstream, response.headers(), maxHeaderSize);
        return response;
    }

    private ServerResponse send(Request request) {
        try {
            return exchange.exchange(request);
        } catch (ResourceAccessException e) {
            if (isCallers(e.getCause())) {
                boolean isLate = e.getCause() instanceof SocketTimeoutException;
                throw new ResponseStatusException(
                        isLate ? HttpStatus.REQUEST_TIMEOUT : HttpStatus.BAD_REQUEST,
                        "The body of the request could not be read",
                        e);
            }
            throw e;
        }
    }

    /* Whatever the upstream does is an UpstreamException; an interrupt means that somebody stops us. */
    private static boolean isCallers(@Nullable Throwable cause) {
        return cause instanceof IOException
                && !(cause instanceof UpstreamException)
                && (cause instanceof SocketTimeoutException || !(cause instanceof InterruptedIOException));
    }

    /* It does not close one whose ETag the caller has already, nor one that a filter of the route replaces. */
    private static void closeInTheEnd(ClientHttpResponse received) {
        RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
        if (attributes != null) {
            attributes.registerDestructionCallback(
                    UpstreamProxyExchange.class.getName() + "." + System.identityHashCode(received),
                    received::close,
                    RequestAttributes.SCOPE_REQUEST);
        }
    }
}
