package io.github.headgate.testing;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
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
    private static final ServerTls GOOD = serving(certificate(HOST, AUTHORITY));
    private static final ServerTls EXPIRED =
            serving(certificate(HOST, AUTHORITY).validityInterval(inDays(-2), inDays(-1)));
    private static final ServerTls NOT_YET_VALID =
            serving(certificate(HOST, AUTHORITY).validityInterval(inDays(1), inDays(2)));
    private static final ServerTls WRONG_NAME = serving(certificate("billing.test", AUTHORITY));
    private static final ServerTls UNTRUSTED = serving(certificate(HOST, STRANGER));

    private FaultyTls() {}

    /** The authority to trust, as PEM. */
    public static String authorityPem() {
        return AUTHORITY.certificatePem();
    }

    /** A server with nothing wrong. */
    public static SSLContext context() {
        return handshake(certificate(HOST, AUTHORITY)).sslContext();
    }

    static ServerTls good() {
        return GOOD;
    }

    static ServerTls expired() {
        return EXPIRED;
    }

    static ServerTls notYetValid() {
        return NOT_YET_VALID;
    }

    static ServerTls wrongName() {
        return WRONG_NAME;
    }

    static ServerTls untrusted() {
        return UNTRUSTED;
    }

    /** Good, and wants to see the client's. */
    static ServerTls askingForCertificate(String protocol) {
        return GOOD.askingForCertificate(protocol);
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

    private static ServerTls serving(HeldCertificate.Builder certificate) {
        return new ServerTls(handshake(certificate).sslContext());
    }

    private static HandshakeCertificates handshake(HeldCertificate.Builder certificate) {
        return new HandshakeCertificates.Builder()
                .heldCertificate(certificate.build())
                .addTrustedCertificate(AUTHORITY.certificate())
                .build();
    }
}
