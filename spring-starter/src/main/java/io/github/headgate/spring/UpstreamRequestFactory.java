package io.github.headgate.spring;

import io.github.headgate.Headgate;
import io.github.headgate.failure.UpstreamException;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;

/**
 * Sends {@code http://orders/…} through the upstream {@code orders} where there is one, and so what goes to one of its
 * {@code hosts}; everything else as another factory would. A name with a port, as in {@code http://orders:8080/}, is no upstream
 * unless it is among the hosts. Bodies are streamed in both directions. Thread-safe.
 *
 * <p>A failed call is an {@link UpstreamException}, which {@code RestClient} and {@code RestTemplate} wrap in a
 * {@code ResourceAccessException}.
 */
public final class UpstreamRequestFactory implements ClientHttpRequestFactory {
    private final Headgate headgate;
    private final ClientHttpRequestFactory others;
    private final Map<String, ClientHttpRequestFactory> byUpstream = new ConcurrentHashMap<>();

    /**
     * @param headgate has the upstreams
     * @param others makes requests to other hosts
     */
    public UpstreamRequestFactory(Headgate headgate, ClientHttpRequestFactory others) {
        this.headgate = headgate;
        this.others = others;
    }

    @Override
    public ClientHttpRequest createRequest(URI uri, HttpMethod method) throws IOException {
        return factory(uri).createRequest(uri, method);
    }

    private ClientHttpRequestFactory factory(URI uri) {
        Optional<String> upstream = headgate.upstreamOf(uri);
        return upstream.isPresent() ? byUpstream.computeIfAbsent(upstream.get(), this::of) : others;
    }

    private ClientHttpRequestFactory of(String upstream) {
        return new HttpComponentsClientHttpRequestFactory(headgate.httpClient(upstream));
    }
}
