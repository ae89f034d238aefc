package io.github.headgate;

import io.github.headgate.failure.CertificateFaultException;
import io.github.headgate.upstream.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Notes when the certificates expire that endpoints show: of each the one of its last handshake, or the one for which that was
 * refused. Thread-safe.
 */
final class SeenCertificates implements TlsSocketStrategy {
    private final TlsSocketStrategy tls;
    private final Map<Shower, Instant> expiries = new ConcurrentHashMap<>();

    /**
     * @param tls lays TLS over connections
     */
    SeenCertificates(TlsSocketStrategy tls) {
        this.tls = tls;
    }

    /** Who shows a certificate: one address may have another for each name. */
    private record Shower(String host, InetAddress address, int port) {}

    @Override
    public SSLSocket upgrade(
            Socket socket, String host, int port, @Nullable Object attachment, @Nullable HttpContext exchange)
            throws IOException {
        Shower shower = new Shower(host, socket.getInetAddress(), port);
        try {
            SSLSocket upgraded = tls.upgrade(socket, host, port, attachment, exchange);
            note(shower, upgraded);
            return upgraded;
        } catch (SSLException e) {
            if (e.getCause() instanceof CertificateFaultException refused) {
                expiries.put(shower, refused.fault().notAfter());
            }
            throw e;
        }
    }

    private void note(Shower shower, SSLSocket upgraded) {
        try {
            if (upgraded.getSession().getPeerCertificates()[0] instanceof X509Certificate own) {
                expiries.put(shower, own.getNotAfter().toInstant());
            }
        } catch (SSLPeerUnverifiedException e) {
            expiries.remove(shower); // it has shown none
        }
    }

    /** When the certificate that this endpoint showed last expires, or has expired; null if it has shown none. */
    @Nullable
    Instant expiry(Endpoint endpoint) {
        InetAddress address = endpoint.address();
        return address == null ? null : expiries.get(new Shower(endpoint.host(), address, endpoint.port()));
    }

    /** This endpoint gets no calls any more. */
    void forget(Endpoint endpoint) {
        InetAddress address = endpoint.address();
        if (address != null) {
            expiries.remove(new Shower(endpoint.host(), address, endpoint.port()));
        }
    }
}
