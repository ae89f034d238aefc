package io.github.headgate.spring;

import io.github.headgate.Headgate;
import io.github.headgate.failure.UpstreamException;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.HttpComponentsClientHttpRequestFactory;

/**
 * Sends {@code http://orders/…} through the upstream {@code orders} where there is one, and everything else as another factory
 * would. A name with a port, as in {@code http://orders:8080/}, is no upstream. Bodies are streamed in both directions.
 * Thread-safe.
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
        String upstream = UpstreamName.of(uri, headgate);
        return upstream == null ? others : byUpstream.computeIfAbsent(upstream, this::of);
    }

    private ClientHttpRequestFactory of(String upstream) {
        return new HttpComponentsClientHttpRequestFactory(headgate.httpClient(upstream));
    }
}
