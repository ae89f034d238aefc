package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.UpstreamPolicy;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.DefaultDisposalCallback;
import org.apache.hc.core5.pool.PoolEntry;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.pool.PoolStats;
import org.apache.hc.core5.pool.StrictConnPool;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The connections to the endpoints of one upstream, so many to each at the most, and what ends those that are idle. HttpClient
 * keeps them; when one is not to be kept any more is decided here, by our time. Thread-safe.
 */
final class KeptConnections extends PoolingHttpClientConnectionManager {
    /** What every lease for a request must ask for: connections are kept under this mark. */
    static final Object KEPT = "kept";

    /* A lease under another mark never gets a connection that is kept. */
    private static final Object FRESH = "fresh";

    private static final TimeValue AS_LONG_AS_WE_DECIDE = TimeValue.NEG_ONE_MILLISECOND;

    private final StrictConnPool<HttpRoute, ManagedHttpClientConnection> pool;
    private final Timeout connectTimeout;

    /**
     * @param created called when a connection is about to be made
     */
    KeptConnections(UpstreamPolicy policy, HttpClientConnectionOperator connector, TimeSource time, Runnable created) {
        this(
                new StrictConnPool<>(
                        policy.maxConnectionsPerEndpoint(),
                        Integer.MAX_VALUE,
                        AS_LONG_AS_WE_DECIDE,
                        PoolReusePolicy.LIFO,
                        new DefaultDisposalCallback<>(),
                        null),
                policy,
                connector,
                time,
                created);
    }

    private KeptConnections(
            StrictConnPool<HttpRoute, ManagedHttpClientConnection> pool,
            UpstreamPolicy policy,
            HttpClientConnectionOperator connector,
            TimeSource time,
            Runnable created) {
        super(connector, pool, socket -> {
            created.run();
            return KeptConnection.create(socket, new Lifetime(policy.connections(), time));
        });
        this.pool = pool;
        this.connectTimeout = Timeout.of(policy.connectTimeout());
        setDefaultConnectionConfig(ConnectionConfig.custom()
                .setConnectTimeout(connectTimeout)
                .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS) // asks KeptConnection at every lease
                .build());
        setDefaultTlsConfig(
                TlsConfig.custom().setHandshakeTimeout(connectTimeout).build());
    }

    /** Where a connection to this endpoint leads; endpoints of one identity share it. */
    static HttpRoute route(Endpoint endpoint) {
        return route(new HttpHost(endpoint.scheme(), endpoint.address(), endpoint.host(), endpoint.port()));
    }

    static HttpRoute route(HttpHost target) {
        return new HttpRoute(target, null, target.getSchemeName().equals("https"));
    }

    /** Closes idle connections whose time is over, and forgets endpoints without one. Returns whether any is left. */
    boolean sweep(boolean looksForClosedOnes) {
        pool.enumAvailable(entry -> {
            if (isOver(entry, looksForClosedOnes)) {
                entry.discardConnection(CloseMode.GRACEFUL);
            }
        });
        return !pool.getRoutes().isEmpty();
    }

    private static boolean isOver(PoolEntry<HttpRoute, ManagedHttpClientConnection> entry, boolean looks) {
        if (!(entry.getConnection() instanceof KeptConnection kept)) {
            return true;
        }
        try {
            return kept.lifetime().isOver() || (looks && kept.hasEnded());
        } catch (IOException e) {
            return true;
        }
    }

    /** Closes the idle connections to this endpoint. */
    void closeIdle(Endpoint endpoint) {
        HttpRoute route = route(endpoint);
        if (getStats(route).getAvailable() == 0) {
            return;
        }
        pool.enumAvailable(entry -> {
            if (entry.getRoute().equals(route)) {
                entry.discardConnection(CloseMode.GRACEFUL);
            }
        });
    }

    /** Closes the idle connections to this endpoint, and lets none that is in use now be used again. */
    void retire(Endpoint endpoint) {
        HttpRoute route = route(endpoint);
        pool.enumLeased(entry -> {
            if (entry.getRoute().equals(route) && entry.getConnection() instanceof KeptConnection kept) {
                kept.lifetime().retire();
            }
        });
        closeIdle(endpoint);
    }

    /** How many connections to this endpoint there are, in use and idle. */
    int count(Endpoint endpoint) {
        PoolStats stats = getStats(route(endpoint));
        return stats.getLeased() + stats.getAvailable();
    }

    /** Whether somebody waits for a connection to this endpoint, because as many as may be are in use. */
    boolean isAwaited(Endpoint endpoint) {
        return getStats(route(endpoint)).getPending() > 0;
    }

    /**
     * Opens one more connection to this endpoint, to be kept. Blocks.
     *
     * @throws IOException if it cannot be opened
     * @throws ExecutionException if there is no place for it
     * @throws TimeoutException if there is no place for it in time
     */
    void open(Endpoint endpoint) throws IOException, InterruptedException, ExecutionException, TimeoutException {
        ConnectionEndpoint opened =
                lease("warm-up", route(endpoint), connectTimeout, FRESH).get(connectTimeout);
        TimeValue kept = null;
        try {
            connect(opened, null, HttpClientContext.create());
            kept = AS_LONG_AS_WE_DECIDE;
        } finally {
            release(opened, KEPT, kept);
        }
    }
}
