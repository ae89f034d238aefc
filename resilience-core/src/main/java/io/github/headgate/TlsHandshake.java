package io.github.headgate;

import io.github.headgate.upstream.TlsPolicy;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Lays TLS over a connection. A connection that is lost meanwhile, be it closed or reset, is a handshake that failed.
 * Thread-safe.
 */
final class TlsHandshake implements TlsSocketStrategy {
    private final TlsPolicy policy;
    private final Supplier<SSLContext> context;
    private volatile @Nullable TlsSocketStrategy strategy;

    /**
     * @param context asked at the first handshake, so that nothing is loaded where there is none
     */
    TlsHandshake(TlsPolicy policy, Supplier<SSLContext> context) {
        this.policy = policy;
        this.context = context;
    }

    @Override
    public SSLSocket upgrade(
            Socket socket, String host, int port, @Nullable Object attachment, @Nullable HttpContext exchange)
            throws IOException {
        if (socket instanceof TlsCarrier carrier) {
            carrier.beginTls();
        }
        try {
            return strategy().upgrade(socket, host, port, attachment, exchange);
        } catch (SocketException e) {
            SSLHandshakeException lost = new SSLHandshakeException("the connection was lost in the handshake");
            lost.initCause(e);
            throw lost;
        }
    }

    /* Two that are made at the same time are the same. */
    private TlsSocketStrategy strategy() {
        TlsSocketStrategy made = strategy;
        if (made == null) {
            made = make();
            strategy = made;
        }
        return made;
    }

    private TlsSocketStrategy make() {
        ClientTlsStrategyBuilder tls = ClientTlsStrategyBuilder.create().setSslContext(context.get());
        if (!policy.verifyHost()) {
            tls.setHostVerificationPolicy(HostnameVerificationPolicy.CLIENT)
                    .setHostnameVerifier(NoopHostnameVerifier.INSTANCE);
        }
        return tls.buildClassic();
    }
}
