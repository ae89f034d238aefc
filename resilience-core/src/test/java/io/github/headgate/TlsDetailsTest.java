package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.headgate.failure.CertificateFault;
import io.github.headgate.failure.CertificateFault.Reason;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.testing.CuttableTls;
import io.github.headgate.testing.RawUpstream;
import io.github.headgate.upstream.TlsPolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which certificate was refused and why, as the person on call gets it. */
class TlsDetailsTest {
    private static final String HOST = "127.0.0.1";
    private static final HeldCertificate AUTHORITY = new HeldCertificate.Builder()
            .commonName("Internal CA")
            .certificateAuthority(1)
            .build();

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @TempDir
    Path files;

    private static HeldCertificate.Builder certificate(String host, HeldCertificate issuer) {
        return new HeldCertificate.Builder()
                .commonName("orders")
                .addSubjectAlternativeName(host)
                .signedBy(issuer);
    }

    private HeldCertificate.Builder valid(HeldCertificate.Builder certificate, int fromDay, int toDay) {
        return certificate.validityInterval(
                now.plus(Duration.ofDays(fromDay)).toEpochMilli(),
                now.plus(Duration.ofDays(toDay)).toEpochMilli());
    }

    private UpstreamException failure(HeldCertificate shown, String trust, X509Certificate... intermediates)
            throws Exception {
        HandshakeCertificates own = new HandshakeCertificates.Builder()
                .heldCertificate(shown, intermediates)
                .build();
        try (RawUpstream upstream =
                        RawUpstream.overTls(new CuttableTls(own.sslContext(), socket -> {}), peer -> peer.ok("good"));
                Headgate headgate = Headgate.builder()
                        .upstream("orders", orders -> orders.endpoints(upstream.url())
                                .retry(RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(1), Duration.ofMillis(1)))
                                .tls(new TlsPolicy(trust, "", "", true)))
                        .build()) {
            UpstreamException failure =
                    catchThrowableOfType(UpstreamException.class, () -> headgate.execute("orders", new HttpPost("/"))
                            .close());
            assertThat(failure.type()).isEqualTo(FailureType.TLS_CERTIFICATE_ERROR);
            assertThat(failure.attempts())
                    .as("nothing was sent, so any method goes on")
                    .hasSize(3);
            EndpointStatus status = seen(headgate);
            assertThat(status.certificateExpiry()).contains(fault(failure).notAfter());
            assertThat(status.lastFailure()).contains("tls_certificate_error");
            assertThat(status.lastFailureDetail())
                    .isEqualTo(failure.failure().tlsDetail())
                    .contains("certificate " + fault(failure));
            assertThat(failure).hasMessageNotContainingAny("CN=", fault(failure).subject());
            return failure;
        }
    }

    private String trusted() throws Exception {
        return Files.writeString(files.resolve("ca.pem"), AUTHORITY.certificatePem())
                .toString();
    }

    private static CertificateFault fault(UpstreamException failure) {
        return failure.failure().certificate().orElseThrow();
    }

    @Test
    void whenTheCertificateExpiresIsKnownOnceItWasSeen() throws Exception {
        HeldCertificate shown = valid(certificate(HOST, AUTHORITY), -1, 20).build();
        HandshakeCertificates own =
                new HandshakeCertificates.Builder().heldCertificate(shown).build();
        String trust = trusted();
        try (RawUpstream upstream =
                        RawUpstream.overTls(new CuttableTls(own.sslContext(), socket -> {}), peer -> peer.ok("good"));
                Headgate headgate = Headgate.builder()
                        .upstream("orders", orders -> orders.endpoints(upstream.url())
                                .tls(new TlsPolicy(trust, "", "", true)))
                        .build()) {
            assertThat(seen(headgate).certificateExpiry()).isEmpty();
            headgate.execute("orders", new HttpPost("/")).close();
            assertThat(seen(headgate).certificateExpiry()).contains(now.plus(Duration.ofDays(20)));
            headgate.admit("orders", upstream.url(), Admission.DRAINED);
            assertThat(seen(headgate).certificateExpiry()).isEmpty();
        }
    }

    private static EndpointStatus seen(Headgate headgate) {
        return headgate.status().get(0).endpoints().get(0);
    }

    @Test
    void expired() throws Exception {
        HeldCertificate shown = valid(certificate(HOST, AUTHORITY), -2, -1).build();
        CertificateFault fault = fault(failure(shown, trusted()));
        assertThat(fault.reason()).isEqualTo(Reason.EXPIRED);
        assertThat(fault.names()).containsExactly(HOST);
        Instant from = now.minus(Duration.ofDays(2));
        Instant to = now.minus(Duration.ofDays(1));
        assertThat(fault)
                .hasToString("expired on " + to + ": CN=orders, issued by CN=Internal CA, valid " + from + " to " + to
                        + ", for " + HOST);
    }

    @Test
    void notYetValid() throws Exception {
        HeldCertificate shown = valid(certificate(HOST, AUTHORITY), 1, 2).build();
        CertificateFault fault = fault(failure(shown, trusted()));
        assertThat(fault.reason()).isEqualTo(Reason.NOT_YET_VALID);
        assertThat(fault.toString()).startsWith("not valid before " + now.plus(Duration.ofDays(1)) + ": CN=orders");
    }

    @Test
    void forAnotherName() throws Exception {
        CertificateFault fault =
                fault(failure(certificate("billing.test", AUTHORITY).build(), trusted()));
        assertThat(fault.reason()).isEqualTo(Reason.WRONG_NAME);
        assertThat(fault.toString())
                .startsWith("not for this host: CN=orders, ")
                .endsWith(", for billing.test");
    }

    @Test
    void ofAnIssuerThatTheJvmDoesNotTrust() throws Exception {
        CertificateFault fault = fault(failure(certificate(HOST, AUTHORITY).build(), ""));
        assertThat(fault.reason()).isEqualTo(Reason.UNTRUSTED_ISSUER);
        assertThat(fault.toString()).startsWith("issuer not trusted: CN=orders, issued by CN=Internal CA, ");
    }

    @Test
    void ofAnIssuerThatIsNotInTheFile() throws Exception {
        HeldCertificate stranger =
                new HeldCertificate.Builder().certificateAuthority(0).build();
        CertificateFault fault = fault(failure(certificate(HOST, stranger).build(), trusted()));
        assertThat(fault.reason()).isEqualTo(Reason.UNTRUSTED_ISSUER);
    }

    @Test
    void signedByItself() throws Exception {
        HeldCertificate shown = new HeldCertificate.Builder()
                .commonName("orders")
                .addSubjectAlternativeName(HOST)
                .build();
        CertificateFault fault = fault(failure(shown, trusted()));
        assertThat(fault.reason()).isEqualTo(Reason.UNTRUSTED_ISSUER);
        assertThat(fault.toString()).startsWith("issuer not trusted: CN=orders, issued by itself, ");
    }

    @Test
    void whereTheIntermediateHasExpiredItIsNamed() throws Exception {
        HeldCertificate intermediate = valid(new HeldCertificate.Builder(), -2, -1)
                .commonName("Intermediate CA")
                .certificateAuthority(0)
                .signedBy(AUTHORITY)
                .build();
        HeldCertificate shown = certificate(HOST, intermediate).build();
        CertificateFault fault = fault(failure(shown, trusted(), intermediate.certificate()));
        assertThat(fault.reason()).isEqualTo(Reason.EXPIRED);
        assertThat(fault.toString())
                .contains(": CN=Intermediate CA, issued by CN=Internal CA, ")
                .endsWith(", for no host");
    }

    @Test
    void itOutlivesSerialization() throws Exception {
        UpstreamException failure =
                failure(valid(certificate(HOST, AUTHORITY), -2, -1).build(), trusted());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(failure);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(fault((UpstreamException) in.readObject())).isEqualTo(fault(failure));
        }
    }
}
