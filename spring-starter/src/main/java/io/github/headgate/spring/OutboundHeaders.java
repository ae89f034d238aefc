package io.github.headgate.spring;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.function.ServerRequest;

/** A request as Spring Cloud Gateway sends it, without some of its headers. Immutable. */
record OutboundHeaders(ProxyExchange.Request request, HttpHeaders headers) implements ProxyExchange.Request {
    /** The same request if it has none of these. */
    static ProxyExchange.Request of(ProxyExchange.Request request, List<String> removed) {
        if (removed.stream().noneMatch(request.getHeaders()::containsHeader)) {
            return request;
        }
        HttpHeaders left = HttpHeaders.copyOf(request.getHeaders());
        removed.forEach(left::remove);
        return new OutboundHeaders(request, left);
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }

    @Override
    public HttpMethod getMethod() {
        return request.getMethod();
    }

    @Override
    public @Nullable URI getUri() {
        return request.getUri();
    }

    @Override
    public ServerRequest getServerRequest() {
        return request.getServerRequest();
    }

    @Override
    public Collection<ProxyExchange.ResponseConsumer> getResponseConsumers() {
        return request.getResponseConsumers();
    }
}
