package io.github.headgate;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.file.Path;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.io.DetachedSocketFactory;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Connects sockets of ours, and leaves none open for an attempt that was stopped meanwhile. Thread-safe. */
final class OwnSockets extends DefaultHttpClientConnectionOperator {
    /* For what a peer says right after the handshake: in TLS 1.3 those are the tickets. */
    private static final Timeout SILENCE = Timeout.ofMilliseconds(50);

    OwnSockets(DetachedSocketFactory sockets, TlsSocketStrategy tls) {
        super(
                sockets,
                null,
                NoDnsResolver.INSTANCE,
                RegistryBuilder.<TlsSocketStrategy>create()
                        .register(URIScheme.HTTPS.id, tls)
                        .build());
    }

    /* HttpClient closes what it has when it is told to stop: a connection that it makes at that moment would be forgotten. */
    @Override
    public void connect(
            ManagedHttpClientConnection connection,
            HttpHost host,
            @Nullable NamedEndpoint name,
            @Nullable Path unixSocket,
            @Nullable InetSocketAddress from,
            @Nullable Timeout timeout,
            SocketConfig config,
            @Nullable Object attachment,
            HttpContext context)
            throws IOException {
        if (!(context instanceof AttemptContext known)) {
            super.connect(connection, host, name, unixSocket, from, timeout, config, attachment, context);
            awaitSilence(connection, host);
            return;
        }
        known.attempt().connecting();
        super.connect(connection, host, name, unixSocket, from, timeout, config, attachment, context);
        if (!known.attempt().isRunning()) {
            connection.close(CloseMode.IMMEDIATE);
            throw new InterruptedIOException("stopped while connecting");
        }
    }

    /* A connection that is opened in advance must be quiet from then on: bytes on it are what tells that it is of no use. */
    private static void awaitSilence(ManagedHttpClientConnection connection, HttpHost host) throws IOException {
        if (URIScheme.HTTPS.same(host.getSchemeName()) && connection.isDataAvailable(SILENCE)) {
            connection.close(CloseMode.IMMEDIATE);
            throw new ProtocolException("an answer without a request");
        }
    }
}
