package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.settings.InvalidSettingsException;
import io.github.headgate.upstream.TlsPolicy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and handshakes, with an authority of our own that is not what expires. */
class TlsTest {
    private static final String NAME = "orders.test";
    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();

    @StartStop
    public final MockWebServer server = new MockWebServer();

    @TempDir
    Path files;

    private static HeldCertificate.Builder certificate(String name) {
        return new HeldCertificate.Builder()
                .addSubjectAlternativeName(name)
                .commonName(name)
                .signedBy(AUTHORITY);
    }

    private void serve(HeldCertificate certificate) {
        HandshakeCertificates own = new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .addTrustedCertificate(AUTHORITY.certificate())
                .build();
        server.useHttps(own.sslSocketFactory());
    }

    private Path file(String name, String pem) throws Exception {
        return Files.writeString(files.resolve(name), pem);
    }

    private Headgate headgate(TlsPolicy tls, int port) {
        return Headgate.builder()
                .resolver(host -> List.of(InetAddress.getLoopbackAddress()))
                .upstream("orders", orders -> orders.endpoints("https://" + NAME + ":" + port)
                        .connectTimeout(Duration.ofMillis(500))
                        .retry(RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(1), Duration.ofMillis(1)))
                        .tls(tls))
                .build();
    }

    private TlsPolicy trusting() throws Exception {
        return new TlsPolicy(file("ca.pem", AUTHORITY.certificatePem()).toString(), "", "", true);
    }

    private static UpstreamException failure(Headgate headgate) {
        return catchThrowableOfType(UpstreamException.class, () -> headgate.execute("orders", new HttpPost("/"))
                .close());
    }

    @Test
    void hostSniAndCertificateCheckStayWithTheName() throws Exception {
        serve(certificate(NAME).build());
        server.enqueue(new MockResponse.Builder().body("hello").build());
        try (Headgate headgate = headgate(trusting(), server.getPort());
                ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
            assertThat(EntityUtils.toString(response.getEntity())).isEqualTo("hello");
            var request = server.takeRequest();
            assertThat(request.getHeaders().get("Host")).isEqualTo(NAME + ":" + server.getPort());
            assertThat(request.getHandshakeServerNames()).containsExactly(NAME);
        }
    }

    @Test
    void anExpiredCertificateIsACertificateError() throws Exception {
        long now = Instant.now().toEpochMilli();
        serve(certificate(NAME)
                .validityInterval(now - TimeUnit.DAYS.toMillis(2), now - TimeUnit.DAYS.toMillis(1))
                .build());
        assertCertificateError(trusting());
    }

    @Test
    void aCertificateOfTheFutureIsACertificateError() throws Exception {
        long now = Instant.now().toEpochMilli();
        serve(certificate(NAME)
                .validityInterval(now + TimeUnit.DAYS.toMillis(1), now + TimeUnit.DAYS.toMillis(2))
                .build());
        assertCertificateError(trusting());
    }

    @Test
    void aCertificateForAnotherNameIsACertificateError() throws Exception {
        serve(certificate("billing.test").build());
        assertCertificateError(trusting());
    }

    @Test
    void anUntrustedIssuerIsACertificateError() throws Exception {
        serve(certificate(NAME).build());
        assertCertificateError(TlsPolicy.DEFAULT);
    }

    private void assertCertificateError(TlsPolicy tls) {
        try (Headgate headgate = headgate(tls, server.getPort())) {
            UpstreamException failure = failure(headgate);
            assertThat(failure.type()).isEqualTo(FailureType.TLS_CERTIFICATE_ERROR);
            assertThat(failure.attempts())
                    .as("nothing was sent, so any method goes on")
                    .hasSize(3);
            assertThat(server.getRequestCount()).isZero();
        }
    }

    @Test
    void anotherNameIsAcceptedWhenTheHostIsNotVerified() throws Exception {
        serve(certificate("billing.test").build());
        server.enqueue(new MockResponse.Builder().body("hello").build());
        TlsPolicy tls = new TlsPolicy(trusting().trustCertificates(), "", "", false);
        try (Headgate headgate = headgate(tls, server.getPort());
                ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
            assertThat(response.getCode()).isEqualTo(200);
        }
    }

    @Test
    void aClientCertificateIsShown() throws Exception {
        serve(certificate(NAME).build());
        server.requireClientAuth();
        server.enqueue(new MockResponse.Builder().body("hello").build());
        HeldCertificate client = certificate("gateway").build();
        TlsPolicy tls = new TlsPolicy(
                trusting().trustCertificates(),
                file("client.pem", client.certificatePem()).toString(),
                file("client.key", client.privateKeyPkcs8Pem()).toString(),
                true);
        try (Headgate headgate = headgate(tls, server.getPort());
                ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
            assertThat(response.getCode()).isEqualTo(200);
        }
    }

    @Test
    void aPlainPortIsAProtocolError() throws Exception {
        try (ServerSocket talks = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread answers = new Thread(() -> {
                try {
                    while (true) {
                        try (var socket = talks.accept()) {
                            socket.getOutputStream()
                                    .write("HTTP/1.1 400 Bad Request\r\n\r\n"
                                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                            socket.getInputStream().readNBytes(100);
                        }
                    }
                } catch (java.io.IOException e) {
                    // closed: the test is over
                }
            });
            answers.setDaemon(true);
            answers.start();
            try (Headgate headgate = headgate(TlsPolicy.DEFAULT, talks.getLocalPort())) {
                assertThat(failure(headgate).type()).isEqualTo(FailureType.TLS_PROTOCOL_ERROR);
            }
        }
    }

    @Test
    void aHandshakeThatStallsIsAConnectionTimeout() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Headgate headgate = headgate(TlsPolicy.DEFAULT, silent.getLocalPort())) {
            UpstreamException failure = failure(headgate);
            assertThat(failure.type()).isEqualTo(FailureType.CONNECTION_TIMEOUT);
            assertThat(failure.type().status()).isEqualTo(504);
        }
    }

    @Test
    void unusableFilesStopTheStartWithOneMessage() throws Exception {
        String empty = file("empty.pem", "").toString();
        TlsPolicy tls = new TlsPolicy(files.resolve("missing.pem").toString(), empty, empty, true);
        assertThatThrownBy(() -> headgate(tls, 1))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("headgate.upstreams.orders.tls.trust-certificates = ")
                .hasMessageContaining("missing.pem (expected: a readable PEM file)")
                .hasMessageContaining("tls.client-certificate")
                .hasMessageContaining("tls.client-key");
    }
}
