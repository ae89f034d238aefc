package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.headgate.failure.ExchangePhase;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.testing.CuttableTls;
import io.github.headgate.testing.FaultyTls;
import io.github.headgate.testing.Peer;
import io.github.headgate.testing.RawUpstream;
import io.github.headgate.upstream.BreakerPolicy;
import io.github.headgate.upstream.TlsPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes that a peer refuses or leaves. */
class TlsHandshakeTest {
    private static final int TIMES = 200;

    @TempDir
    Path files;

    private Headgate headgate(RawUpstream upstream) throws Exception {
        Path authority = Files.writeString(files.resolve("ca.pem"), FaultyTls.authorityPem());
        return Headgate.builder()
                .upstream("orders", orders -> orders.endpoints(upstream.url())
                        .retry(RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(1), Duration.ofMillis(1)))
                        .breaker(neverOpen())
                        .tls(new TlsPolicy(authority.toString(), "", "", true)))
                .build();
    }

    private static BreakerPolicy neverOpen() {
        BreakerPolicy usual = BreakerPolicy.DEFAULT;
        return new BreakerPolicy(
                100,
                usual.window(),
                Integer.MAX_VALUE,
                0,
                usual.openFor(),
                usual.maxOpenFor(),
                usual.slowCallDuration(),
                usual.slowCallRate());
    }

    private static UpstreamException failure(Headgate headgate, ClassicHttpRequest request) {
        return catchThrowableOfType(UpstreamException.class, () -> headgate.execute("orders", request)
                .close());
    }

    private UpstreamException failureAfter(RawUpstream.Behaviour handshake) throws Exception {
        try (RawUpstream upstream = RawUpstream.onConnect("https", handshake);
                Headgate headgate = headgate(upstream)) {
            UpstreamException failure = failure(headgate, new HttpPost("/"));
            assertThat(failure.failure().phase()).isEqualTo(ExchangePhase.CONNECTING);
            assertThat(failure.attempts())
                    .as("nothing was sent, so any method goes on")
                    .hasSize(3);
            return failure;
        }
    }

    /* The peer closes right after its alert: whether we read it or run into the reset first must make no difference. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientCertificateThatIsMissingIsAnAlertEachTime(String version) throws Exception {
        CuttableTls tls = new CuttableTls(FaultyTls.context(), socket -> {
            socket.setEnabledProtocols(new String[] {version});
            socket.setNeedClientAuth(true);
        });
        Map<String, Integer> outcomes = new TreeMap<>();
        try (RawUpstream upstream = RawUpstream.overTls(tls, peer -> peer.ok("good"));
                Headgate headgate = headgate(upstream)) {
            for (int i = 0; i < TIMES; i++) {
                HttpPost post = new HttpPost("/");
                post.setEntity(new StringEntity("x".repeat(i * 100)));
                UpstreamException failure = failure(headgate, post);
                outcomes.merge(
                        failure.type().token() + ", "
                                + failure.failure().tlsAlert().isPresent(),
                        1,
                        Integer::sum);
            }
            assertThat(outcomes).containsExactly(Map.entry("tls_alert_received, true", TIMES));
            assertThat(headgate.status().get(0).endpoints().get(0).lastFailureDetail())
                    .get()
                    .isIn("alert bad_certificate", "alert certificate_required", "alert handshake_failure");
        }
    }

    @Test
    void anAlertInTheHandshakeIsNamed() throws Exception {
        UpstreamException failure = failureAfter(peer -> send(peer, "15 0302 0002 02 46"));
        assertThat(failure.type()).isEqualTo(FailureType.TLS_ALERT_RECEIVED);
        assertThat(failure.failure().tlsAlert()).contains("protocol_version");
        assertThat(failure.failure().tlsDetail()).contains("alert protocol_version");
    }

    @Test
    void anOldVersionIsAProtocolError() throws Exception {
        String random = "00".repeat(32);
        UpstreamException failure =
                failureAfter(peer -> send(peer, "16 0302 002a  02 000026 0302" + random + "00 c014 00"));
        assertThat(failure.type()).isEqualTo(FailureType.TLS_PROTOCOL_ERROR);
        assertThat(failure.failure().tlsDetail()).isEmpty();
    }

    @Test
    void aConnectionClosedInTheHandshakeIsAProtocolError() throws Exception {
        assertLost(failureAfter(peer -> {
            assertThat(peer.socket().getInputStream().read()).isPositive();
            peer.socket()
                    .getInputStream()
                    .skipNBytes(peer.socket().getInputStream().available());
            peer.close();
        }));
    }

    @Test
    void aConnectionResetInTheHandshakeIsAProtocolError() throws Exception {
        assertLost(failureAfter(peer -> {
            assertThat(peer.socket().getInputStream().read()).isPositive();
            peer.reset();
        }));
    }

    private static void assertLost(UpstreamException failure) {
        assertThat(failure.type()).isEqualTo(FailureType.TLS_PROTOCOL_ERROR);
        assertThat(failure.failure().certificate()).isEmpty();
    }

    /* Reads the client's hello first. */
    private static void send(Peer peer, String hex) throws java.io.IOException {
        assertThat(peer.socket().getInputStream().read()).isPositive();
        peer.out().write(HexFormat.of().parseHex(hex.replace(" ", "")));
        peer.out().flush();
        peer.socket().getInputStream().skipNBytes(peer.socket().getInputStream().available());
    }
}
