package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.UpstreamPolicy;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.pool.PoolStats;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * HttpClient 5, with everything off that it would decide by itself: retries, redirects, cookies, decompression,
 * authentication, user agent, name resolution. Connections are kept per address. Thread-safe.
 */
final class ApacheTransport implements Transport {
    /* In place of the path of the request, which need not be one that is a URI. */
    private static final URI ROOT = URI.create("/");

    private final TimeSource time;
    private final String deadlineHeader;
    private final SeenCertificates certificates;
    private final KeptConnections connections;
    private final Sweeper sweeper;
    private final CloseableHttpClient client;
    private final RequestConfig requestConfig;

    /**
     * @param tls lays TLS over the connections to https endpoints; null if there are none
     * @param sockets makes the sockets that it connects
     * @param timer sweeps the connections that are idle
     */
    ApacheTransport(
            UpstreamPolicy policy,
            @Nullable TlsSocketStrategy tls,
            TimeSource time,
            DetachedSocketFactory sockets,
            ScheduledExecutorService timer) {
        this.time = time;
        this.deadlineHeader = policy.deadlineHeader();
        this.certificates = new SeenCertificates(tls == null ? ApacheTransport::refuse : tls);
        OwnSockets connector = new OwnSockets(sockets, certificates);
        this.connections = new KeptConnections(policy, connector, time, this::connectionCreated);
        boolean looksForClosedOnes = policy.connections().minIdle() > 0;
        this.sweeper = new Sweeper(timer, () -> connections.sweep(looksForClosedOnes));
        this.client = HttpClients.custom()
                .setConnectionManager(connections)
                .setRoutePlanner((target, context) -> KeptConnections.route(target))
                .setRequestExecutor(new WatchedRequestExecutor(timeout(policy.readTimeout())))
                .setKeepAliveStrategy((response, context) -> TimeValue.NEG_ONE_MILLISECOND) // a Lifetime decides
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableDefaultUserAgent()
                .build();
        this.requestConfig = RequestConfig.custom()
                .setConnectionRequestTimeout(timeout(policy.connectTimeout()))
                .setResponseTimeout(timeout(policy.attemptTimeout()))
                .setExpectContinueEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build();
    }

    private void connectionCreated() {
        sweeper.wake();
    }

    /* Without a strategy HttpClient would go on in plain text. */
    private static SSLSocket refuse(
            Socket socket, String host, int port, @Nullable Object attachment, @Nullable HttpContext context)
            throws IOException {
        throw new SSLException("no TLS here");
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.of(duration);
    }

    @Override
    public ClassicHttpResponse send(Attempt attempt, ClassicHttpRequest request, @Nullable HttpEntity body)
            throws IOException {
        Endpoint endpoint = attempt.endpoint();
        HttpUriRequestBase outgoing = outgoing(request, endpoint);
        if (!deadlineHeader.isEmpty()) {
            Duration left = Duration.ofNanos(attempt.leftNanos(time.nanoTime()));
            outgoing.setHeader(deadlineHeader, DeadlineHeader.write(deadlineHeader, left, time.instant()));
        }
        Map<String, String> trace = attempt.span().headers();
        if (!trace.isEmpty()) {
            trace.forEach(outgoing::setHeader);
        }
        outgoing.setEntity(body == null ? null : new BreakableEntity(body, outgoing::cancel));
        AttemptContext context = new AttemptContext(attempt);
        context.setRequestConfig(requestConfig);
        context.setUserToken(KeptConnections.KEPT);
        attempt.stopBy(() -> stop(attempt, outgoing));
        attempt.awaitingConnection();
        return client.executeOpen(KeptConnections.route(endpoint).getTargetHost(), outgoing, context);
    }

    /* Before that, since whoever is cancelled waits for no connection any more. */
    private void stop(Attempt attempt, HttpUriRequestBase outgoing) {
        if (attempt.isAwaitingConnection() && connections.isAwaited(attempt.endpoint())) {
            attempt.foundNoConnection();
        }
        outgoing.cancel();
    }

    /* A request can be cancelled once: so each attempt has its own. What frames the body is HttpClient's to write. */
    private static HttpUriRequestBase outgoing(ClassicHttpRequest request, Endpoint endpoint) {
        HttpUriRequestBase outgoing = new HttpUriRequestBase(request.getMethod(), ROOT);
        outgoing.setScheme(endpoint.scheme());
        outgoing.setAuthority(new URIAuthority(endpoint.host(), endpoint.hasDefaultPort() ? -1 : endpoint.port()));
        outgoing.setPath(request.getPath());
        for (Header header : request.getHeaders()) {
            String name = header.getName();
            if (!HttpHeaders.CONTENT_LENGTH.equalsIgnoreCase(name)
                    && !HttpHeaders.TRANSFER_ENCODING.equalsIgnoreCase(name)) {
                outgoing.addHeader(header);
            }
        }
        return outgoing;
    }

    KeptConnections connections() {
        return connections;
    }

    @Override
    public void renew(Endpoint endpoint) {
        connections.closeIdle(endpoint);
    }

    @Override
    public void retire(Endpoint endpoint) {
        connections.retire(endpoint);
        certificates.forget(endpoint);
    }

    @Override
    public boolean isInUse() {
        PoolStats stats = connections.getTotalStats();
        return stats.getLeased() + stats.getPending() > 0;
    }

    @Override
    public ConnectionCounts counts() {
        PoolStats stats = connections.getTotalStats();
        return new ConnectionCounts(stats.getLeased(), stats.getAvailable(), stats.getPending());
    }

    @Override
    public @Nullable Instant certificateExpiry(Endpoint endpoint) {
        return certificates.expiry(endpoint);
    }

    @Override
    public void close() {
        connections.close(CloseMode.IMMEDIATE);
    }
}
