package io.github.headgate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.headgate.failure.CertificateFault;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.settings.InvalidSettingsException;
import io.github.headgate.testing.CuttableTls;
import io.github.headgate.testing.RawUpstream;
import io.github.headgate.upstream.HealthCheckPolicy;
import io.github.headgate.upstream.TlsBundle;
import io.github.headgate.upstream.TlsPolicy;
import io.github.headgate.upstream.UpstreamBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocket;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.CipherSuite;
import okhttp3.Handshake;
import okhttp3.TlsVersion;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;

/** Certificates from a bundle, which changes while calls go on. */
class TlsBundleTest {
    private static final String HOST = "127.0.0.1";
    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final HeldCertificate NEXT_AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final HeldCertificate GATEWAY = signed(AUTHORITY, "gateway").build();
    private static final HeldCertificate NEXT_GATEWAY =
            signed(NEXT_AUTHORITY, "next gateway").build();
    private static final TlsBundle BUNDLE = ChangingBundles.bundle(AUTHORITY, GATEWAY);
    private static final TlsBundle NEXT_BUNDLE = ChangingBundles.bundle(AUTHORITY, NEXT_GATEWAY);

    @StartStop
    public final MockWebServer server = new MockWebServer();

    private final ChangingBundles bundles = new ChangingBundles().with("orders-client", BUNDLE);

    private static HeldCertificate.Builder signed(HeldCertificate issuer, String name) {
        return new HeldCertificate.Builder()
                .commonName(name)
                .addSubjectAlternativeName(HOST)
                .signedBy(issuer);
    }

    private static HandshakeCertificates shown(HeldCertificate.Builder certificate, HeldCertificate trusted) {
        return new HandshakeCertificates.Builder()
                .heldCertificate(certificate.build())
                .addTrustedCertificate(trusted.certificate())
                .build();
    }

    /* Asks for the client's certificate, and accepts those of one authority. */
    private void serveClientsOf(HeldCertificate authority) {
        server.useHttps(shown(signed(AUTHORITY, "orders"), authority).sslSocketFactory());
        server.requireClientAuth();
    }

    private void answer(int times) {
        for (int i = 0; i < times; i++) {
            server.enqueue(new MockResponse.Builder().body("hello").build());
        }
    }

    private Headgate headgate(String url, Consumer<UpstreamBuilder> further) {
        return Headgate.builder()
                .tlsBundles(bundles)
                .upstream("orders", orders(url, further))
                .build();
    }

    private Headgate headgate() {
        return headgate(url(), orders -> {});
    }

    private String url() {
        return "https://" + HOST + ":" + server.getPort();
    }

    private static Consumer<UpstreamBuilder> orders(String url, Consumer<UpstreamBuilder> further) {
        return orders -> further.accept(orders.endpoints(url)
                .retry(RetryPolicy.DEFAULT.withMaxAttempts(1))
                .tls(TlsPolicy.DEFAULT.withSslBundle("orders-client")));
    }

    private static void get(Headgate headgate, String upstream) throws IOException {
        try (ClassicHttpResponse response = headgate.execute(upstream, new HttpGet("/"))) {
            assertThat(EntityUtils.toString(response.getEntity())).isEqualTo("hello");
        } catch (org.apache.hc.core5.http.ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static UpstreamException failure(Headgate headgate) {
        return catchThrowableOfType(UpstreamException.class, () -> get(headgate, "orders"));
    }

    private void change(TlsBundle bundle) {
        bundles.with("orders-client", bundle).tell();
    }

    private static String client(RecordedRequest request) {
        Handshake handshake = requireNonNull(request.getHandshake());
        return requireNonNull(handshake.peerPrincipal()).getName();
    }

    @Test
    void itsClientCertificateIsShownAndWhomItTrustsIsTrusted() throws Exception {
        serveClientsOf(AUTHORITY);
        answer(1);
        try (Headgate headgate = headgate()) {
            get(headgate, "orders");
            assertThat(client(server.takeRequest())).isEqualTo("CN=gateway");
        }
    }

    @Test
    void afterAChangeTheNewCertificateIsShown() throws Exception {
        serveClientsOf(NEXT_AUTHORITY);
        answer(1);
        try (Headgate headgate = headgate()) {
            assertThat(failure(headgate).type()).isEqualTo(FailureType.TLS_ALERT_RECEIVED);
            change(NEXT_BUNDLE);
            get(headgate, "orders");
            assertThat(client(server.takeRequest())).isEqualTo("CN=next gateway");
        }
    }

    @Test
    void aConnectionOfBeforeServesNoCallAfterAChange() throws Exception {
        server.useHttps(new HandshakeCertificates.Builder()
                .heldCertificate(signed(AUTHORITY, "orders").build())
                .addTrustedCertificate(AUTHORITY.certificate())
                .addTrustedCertificate(NEXT_AUTHORITY.certificate())
                .build()
                .sslSocketFactory());
        server.requireClientAuth();
        answer(6);
        try (Headgate headgate = headgate()) {
            get(headgate, "orders");
            headgate.replace("orders", orders(url(), orders -> orders.maxConcurrent(5)));
            get(headgate, "orders");
            change(NEXT_BUNDLE);
            get(headgate, "orders");
            get(headgate, "orders");
            change(BUNDLE);
            get(headgate, "orders");
            headgate.replace("orders", orders(url(), orders -> orders.readTimeout(Duration.ofSeconds(9))));
            get(headgate, "orders");
        }
        assertTaken("CN=gateway", 0);
        assertTaken("CN=gateway", 0);
        assertTaken("CN=next gateway", 1);
        assertTaken("CN=next gateway", 1);
        assertTaken("CN=gateway", 2);
        assertTaken("CN=gateway", 3);
    }

    private void assertTaken(String client, int connection) throws InterruptedException {
        RecordedRequest request = server.takeRequest();
        assertThat(client(request)).isEqualTo(client);
        assertThat(request.getConnectionIndex()).isEqualTo(connection);
    }

    @Test
    void aResponseThatIsUnderWayEndsAsItWouldHave() throws Exception {
        CountDownLatch changed = new CountDownLatch(1);
        HandshakeCertificates shown = shown(signed(AUTHORITY, "orders"), AUTHORITY);
        try (RawUpstream upstream = RawUpstream.overTls(new CuttableTls(shown.sslContext(), socket -> {}), peer -> {
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
                    changed.await();
                    peer.send("world");
                });
                Headgate headgate = headgate(upstream.url(), orders -> orders.responseBuffer(0));
                ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
            InputStream body = response.getEntity().getContent();
            assertThat(body.readNBytes(5)).asString().isEqualTo("hello");
            change(NEXT_BUNDLE);
            change(BUNDLE);
            changed.countDown();
            assertThat(body.readAllBytes()).asString().isEqualTo("world");
        }
    }

    @Test
    void aCallThatIsUnderWayConnectsWithTheNewCertificateWhenItTriesAgain() throws Exception {
        HandshakeCertificates shown = new HandshakeCertificates.Builder()
                .heldCertificate(signed(AUTHORITY, "orders").build())
                .addTrustedCertificate(AUTHORITY.certificate())
                .addTrustedCertificate(NEXT_AUTHORITY.certificate())
                .build();
        List<String> clients = new CopyOnWriteArrayList<>();
        try (RawUpstream upstream = RawUpstream.overTls(
                        new CuttableTls(shown.sslContext(), socket -> socket.setNeedClientAuth(true)), peer -> {
                            SSLSocket socket = (SSLSocket) peer.socket();
                            clients.add(socket.getSession().getPeerPrincipal().getName());
                            if (clients.size() == 1) {
                                change(NEXT_BUNDLE);
                                peer.close();
                            } else {
                                peer.ok("hello");
                            }
                        });
                Headgate headgate =
                        headgate(upstream.url(), orders -> orders.retry(RetryPolicy.DEFAULT.withMaxAttempts(2)))) {
            get(headgate, "orders");
        }
        assertThat(clients).containsExactly("CN=gateway", "CN=next gateway");
    }

    @Test
    void whatIsWrongWithACertificateIsToldAsEver() {
        long now = Instant.now().toEpochMilli();
        HeldCertificate.Builder expired = signed(AUTHORITY, "orders")
                .validityInterval(now - TimeUnit.DAYS.toMillis(2), now - TimeUnit.DAYS.toMillis(1));
        server.useHttps(shown(expired, AUTHORITY).sslSocketFactory());
        try (Headgate headgate = headgate()) {
            UpstreamException failure = failure(headgate);
            assertThat(failure.type()).isEqualTo(FailureType.TLS_CERTIFICATE_ERROR);
            assertThat(failure.failure().certificate().map(CertificateFault::reason))
                    .contains(CertificateFault.Reason.EXPIRED);
        }
    }

    @Test
    void theHostIsVerifiedUnlessItShallNotBe() throws Exception {
        HeldCertificate.Builder other = new HeldCertificate.Builder()
                .addSubjectAlternativeName("stock.test")
                .signedBy(AUTHORITY);
        server.useHttps(shown(other, AUTHORITY).sslSocketFactory());
        answer(1);
        try (Headgate headgate = headgate()) {
            assertThat(failure(headgate).type()).isEqualTo(FailureType.TLS_CERTIFICATE_ERROR);
            TlsPolicy lenient = new TlsPolicy("", "", "", "orders-client", false, true);
            headgate.replace("orders", orders(url(), orders -> orders.tls(lenient)));
            get(headgate, "orders");
        }
    }

    @Test
    void itsProtocolsAndCipherSuitesAreSpoken() throws Exception {
        Handshake older = handshake(List.of("TLSv1.2"), List.of());
        assertThat(older.tlsVersion()).isEqualTo(TlsVersion.TLS_1_2);
        assertThat(older.cipherSuite()).isNotEqualTo(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);

        Handshake weaker = handshake(List.of(), List.of("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"));
        assertThat(weaker.cipherSuite()).isEqualTo(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
    }

    private Handshake handshake(List<String> protocols, List<String> ciphers) throws Exception {
        TlsBundle own = new TlsBundle(BUNDLE.keyManagers(), BUNDLE.trustManagers(), "TLS", protocols, ciphers);
        bundles.with("orders-client", own);
        try (MockWebServer other = new MockWebServer()) {
            other.useHttps(shown(signed(AUTHORITY, "orders"), AUTHORITY).sslSocketFactory());
            other.enqueue(new MockResponse.Builder().body("hello").build());
            other.start();
            try (Headgate headgate = headgate("https://" + HOST + ":" + other.getPort(), orders -> {})) {
                get(headgate, "orders");
            }
            return requireNonNull(other.takeRequest().getHandshake());
        }
    }

    @Test
    void withoutTrustManagersTheCertificatesOfTheJvmAreTrusted() {
        bundles.with("orders-client", new TlsBundle(BUNDLE.keyManagers(), List.of()));
        serveClientsOf(AUTHORITY);
        try (Headgate headgate = headgate()) {
            assertThat(failure(headgate).failure().certificate().map(CertificateFault::reason))
                    .contains(CertificateFault.Reason.UNTRUSTED_ISSUER);
        }
    }

    @Test
    void aHealthCheckIsMadeWithTheChangedBundle() {
        serveClientsOf(NEXT_AUTHORITY);
        answer(100);
        Duration hour = Duration.ofHours(1);
        HealthCheckPolicy check = HealthCheckPolicy.ofHttp("/health")
                .withPace(hour, hour, Duration.ofSeconds(5))
                .withThresholds(1, 1);
        try (Headgate headgate = headgate(url(), orders -> orders.healthCheck(check))) {
            awaitHealth(headgate, Health.FAILING);
            change(NEXT_BUNDLE);
            awaitHealth(headgate, Health.HEALTHY);
        }
    }

    private static void awaitHealth(Headgate headgate, Health expected) {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            while (headgate.status().get(0).endpoints().get(0).health() != expected) {
                Thread.onSpinWait();
            }
        });
    }

    @Test
    void aBundleThatHasBecomeUnusableChangesNothing() throws Exception {
        serveClientsOf(AUTHORITY);
        answer(3);
        try (Headgate headgate = headgate()) {
            get(headgate, "orders");
            bundles.withUnusable("orders-client").tell();
            get(headgate, "orders");
            headgate.replace("orders", orders(url(), orders -> orders.readTimeout(Duration.ofSeconds(9))));
            get(headgate, "orders");
        }
        assertTaken("CN=gateway", 0);
        assertTaken("CN=gateway", 0);
        assertTaken("CN=gateway", 1);
    }

    @Test
    void everyUpstreamThatStillNamesItIsConnectedAnewAndNoOther() throws Exception {
        serveClientsOf(AUTHORITY);
        answer(6);
        bundles.with("stock-client", BUNDLE);
        try (Headgate headgate = Headgate.builder()
                .tlsBundles(bundles)
                .upstream("orders", orders(url(), orders -> {}))
                .upstream("returns", orders(url(), orders -> {}))
                .upstream("stock", orders(url(), orders -> {}))
                .build()) {
            headgate.replace(
                    "stock", orders(url(), stock -> stock.tls(TlsPolicy.DEFAULT.withSslBundle("stock-client"))));
            for (String upstream : List.of("orders", "returns", "stock")) {
                get(headgate, upstream);
            }
            assertThat(bundles.watching).hasSize(2);
            bundles.watching.get(0).run();
            for (String upstream : List.of("orders", "returns", "stock")) {
                get(headgate, upstream);
            }
        }
        for (int connection : new int[] {0, 1, 2, 3, 4, 2}) {
            assertTaken("CN=gateway", connection);
        }
    }

    @Test
    void aHeadgateThatIsClosedHearsOfNoChange() {
        Headgate headgate = headgate();
        List<Runnable> late = List.copyOf(bundles.watching);
        assertThat(late).hasSize(1);
        headgate.close();
        assertThat(bundles.watching).isEmpty();
        AtomicBoolean isAskedFor = new AtomicBoolean();
        bundles.with("orders-client", () -> {
            isAskedFor.set(true);
            return NEXT_BUNDLE;
        });
        late.forEach(Runnable::run);
        assertThat(isAskedFor).isFalse();
        assertThatThrownBy(() -> get(headgate, "orders")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aHeadgateThatIsClosedWhileAChangeIsReadIsNotTouched() {
        Headgate headgate = headgate();
        bundles.with("orders-client", () -> {
            headgate.close();
            return NEXT_BUNDLE;
        });
        bundles.tell();
        assertThat(bundles.watching).isEmpty();
    }

    @Test
    void whatCannotBeUsedStopsTheStartAndIsNotWatched() {
        bundles.with("stock-client", BUNDLE).withUnusable("broken");
        assertThatThrownBy(() -> Headgate.builder()
                        .tlsBundles(bundles)
                        .upstream("orders", orders(url(), orders -> {}))
                        .upstream(
                                "stock",
                                orders(url(), stock -> stock.tls(TlsPolicy.DEFAULT.withSslBundle("stok-client"))))
                        .upstream("users", orders(url(), stock -> stock.tls(TlsPolicy.DEFAULT.withSslBundle("broken"))))
                        .build())
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("headgate.upstreams.stock.tls.ssl-bundle = stok-client (expected: the name of an"
                        + " SSL bundle: one of broken, orders-client, stock-client)")
                .hasMessageContaining("headgate.upstreams.users.tls.ssl-bundle = broken (expected: an SSL bundle that"
                        + " is usable: no store (java.io.FileNotFoundException: client.p12))");
        assertThat(bundles.watching).isEmpty();
    }

    @Test
    void whereThereAreNoBundlesNoneCanBeNamed() {
        assertThatThrownBy(() -> Headgate.builder()
                        .upstream("orders", orders(url(), orders -> {}))
                        .build())
                .hasMessageContaining(
                        "headgate.upstreams.orders.tls.ssl-bundle = orders-client (expected: not set where"
                                + " there are no SSL bundles; PEM files are tls.trust-certificates and"
                                + " tls.client-certificate)");
        assertThatThrownBy(() -> Headgate.builder()
                        .tlsBundles(new ChangingBundles())
                        .upstream("orders", orders(url(), orders -> {}))
                        .build())
                .hasMessageContaining("(expected: the name of an SSL bundle: there is none)");
    }
}
