package io.github.headgate.spring;

import io.github.headgate.Headgate;
import io.github.headgate.answer.ProxyStatus;
import java.net.URI;
import org.springframework.cloud.gateway.server.mvc.common.MvcUtils;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * What Spring Cloud Gateway does with a request, and for upstreams what it leaves out: a 5xx that the upstream sent says so in
 * {@code Proxy-Status}, and a response that nobody reads to its end gives its permit back, at the latest with the end of the
 * request. Thread-safe.
 */
final class UpstreamProxyExchange implements ProxyExchange {
    private static final int SERVER_ERROR = 500;

    private final Headgate headgate;
    private final String name;
    private final ProxyExchange exchange;

    /**
     * @param name who we are in {@code Proxy-Status}
     * @param exchange makes the request, of an upstream too
     */
    UpstreamProxyExchange(Headgate headgate, String name, ProxyExchange exchange) {
        this.headgate = headgate;
        this.name = name;
        this.exchange = exchange;
    }

    @Override
    public ServerResponse exchange(Request request) {
        ServerResponse response = exchange.exchange(request);
        URI uri = request.getUri();
        if (uri != null && UpstreamName.of(uri, headgate) != null) {
            closeInTheEnd(request);
            int status = response.statusCode().value();
            if (status >= SERVER_ERROR) {
                response.headers().add(ProxyStatus.HEADER, ProxyStatus.received(name, status));
            }
        }
        return response;
    }

    /* It does not close one whose ETag the caller has already, nor one that a filter of the route replaces. */
    private static void closeInTheEnd(Request request) {
        RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
        ClientHttpResponse open = MvcUtils.getAttribute(request.getServerRequest(), MvcUtils.CLIENT_RESPONSE_ATTR);
        if (attributes != null && open != null) {
            attributes.registerDestructionCallback(
                    UpstreamProxyExchange.class.getName() + "." + System.identityHashCode(open),
                    open::close,
                    RequestAttributes.SCOPE_REQUEST);
        }
    }
}
