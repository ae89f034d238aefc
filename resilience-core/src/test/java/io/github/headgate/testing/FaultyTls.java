package io.github.headgate.testing;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Certificates for {@code 127.0.0.1}, made when first needed: a good one, and one for each fault. */
public final class FaultyTls {
    private static final String HOST = "127.0.0.1";
    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final HeldCertificate STRANGER =
            new HeldCertificate.Builder().certificateAuthority(0).build();

    private FaultyTls() {}

    /** The authority to trust, as PEM. */
    public static String authorityPem() {
        return AUTHORITY.certificatePem();
    }

    /** A server with nothing wrong. */
    public static SSLContext context() {
        return handshake(certificate(HOST, AUTHORITY)).sslContext();
    }

    static ServerSocketFactory good() {
        return sockets(certificate(HOST, AUTHORITY));
    }

    static ServerSocketFactory expired() {
        return sockets(certificate(HOST, AUTHORITY).validityInterval(inDays(-2), inDays(-1)));
    }

    static ServerSocketFactory notYetValid() {
        return sockets(certificate(HOST, AUTHORITY).validityInterval(inDays(1), inDays(2)));
    }

    static ServerSocketFactory wrongName() {
        return sockets(certificate("billing.test", AUTHORITY));
    }

    static ServerSocketFactory untrusted() {
        return sockets(certificate(HOST, STRANGER));
    }

    private static HeldCertificate.Builder certificate(String name, HeldCertificate issuer) {
        return new HeldCertificate.Builder()
                .addSubjectAlternativeName(name)
                .commonName(name)
                .signedBy(issuer);
    }

    private static long inDays(int days) {
        return Instant.now().toEpochMilli() + TimeUnit.DAYS.toMillis(days);
    }

    private static ServerSocketFactory sockets(HeldCertificate.Builder certificate) {
        return handshake(certificate).sslContext().getServerSocketFactory();
    }

    private static HandshakeCertificates handshake(HeldCertificate.Builder certificate) {
        return new HandshakeCertificates.Builder()
                .heldCertificate(certificate.build())
                .build();
    }
}
