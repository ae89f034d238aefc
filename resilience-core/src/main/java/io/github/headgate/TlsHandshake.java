package io.github.headgate;

import io.github.headgate.upstream.TlsPolicy;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.function.Supplier;
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
    private final Supplier<TlsContext> context;
    private volatile @Nullable Made made;

    /**
     * @param context asked at each handshake and not before, so that nothing is loaded where there is none
     */
    TlsHandshake(TlsPolicy policy, Supplier<TlsContext> context) {
        this.policy = policy;
        this.context = context;
    }

    /** The strategy that was made with a context. */
    private record Made(TlsContext context, TlsSocketStrategy strategy) {}

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
        TlsContext now = context.get();
        Made known = made;
        if (known == null || !known.context().equals(now)) {
            known = new Made(now, make(now));
            made = known;
        }
        return known.strategy();
    }

    private TlsSocketStrategy make(TlsContext with) {
        ClientTlsStrategyBuilder tls = ClientTlsStrategyBuilder.create().setSslContext(with.context());
        if (!with.protocols().isEmpty()) {
            tls.setTlsVersions(with.protocols().toArray(String[]::new));
        }
        if (!with.ciphers().isEmpty()) {
            tls.setCiphers(with.ciphers().toArray(String[]::new));
        }
        if (!policy.verifyHost()) {
            tls.setHostVerificationPolicy(HostnameVerificationPolicy.CLIENT)
                    .setHostnameVerifier(NoopHostnameVerifier.INSTANCE);
        }
        return tls.buildClassic();
    }
}
