package io.github.headgate.servlet;

import java.io.IOException;
import java.util.Map;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;

/** Calls one endpoint per upstream with a plain client: no retries, nothing decided. */
final class DirectCaller implements UpstreamCaller, AutoCloseable {
    private final CloseableHttpClient client = HttpClients.custom()
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableDefaultUserAgent()
            .setConnectionReuseStrategy((request, response, context) -> false)
            .build();
    private final Map<String, Integer> ports;

    DirectCaller(Map<String, Integer> ports) {
        this.ports = ports;
    }

    @Override
    public ClassicHttpResponse execute(String upstream, ClassicHttpRequest request) throws IOException {
        HttpHost endpoint = new HttpHost("http", "127.0.0.1", port(upstream));
        return client.executeOpen(endpoint, request, null);
    }

    @Override
    public boolean isAuthorityOf(String upstream, String authority) {
        return authority.equals("127.0.0.1:" + port(upstream));
    }

    private int port(String upstream) {
        return ports.getOrDefault(upstream, 0);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
