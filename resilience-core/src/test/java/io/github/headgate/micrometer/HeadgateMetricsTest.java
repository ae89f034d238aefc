package io.github.headgate.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headgate.Admission;
import io.github.headgate.FakeTime;
import io.github.headgate.Headgate;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.testing.CuttableTls;
import io.github.headgate.testing.RawUpstream;
import io.github.headgate.upstream.BreakerPolicy;
import io.github.headgate.upstream.TlsPolicy;
import io.github.headgate.upstream.UpstreamBuilder;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is counted and shown, on calls that are made for real. */
class HeadgateMetricsTest {
    private static final RetryPolicy ONCE = RetryPolicy.DEFAULT.withMaxAttempts(1);

    private final FakeTime time = new FakeTime();
    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);

    private Headgate open(Consumer<UpstreamBuilder> settings) {
        Headgate headgate = Headgate.builder()
                .timeSource(time)
                .upstream("db", db -> settings.accept(db.endpoints("tcp://127.0.0.1:1", "tcp://127.0.0.1:2")))
                .build();
        new HeadgateMetrics(headgate).bindTo(registry);
        return headgate;
    }

    private Headgate overHttp(String url, Consumer<UpstreamBuilder> settings) {
        Headgate headgate = Headgate.builder()
                .upstream("orders", orders -> settings.accept(orders.endpoints(url)))
                .build();
        new HeadgateMetrics(headgate).bindTo(registry);
        return headgate;
    }

    private static void fail(Headgate headgate) {
        assertThatThrownBy(() -> headgate.call("db", (Callable<String>) () -> {
                    throw new ConnectException("Connection refused");
                }))
                .isInstanceOf(UpstreamException.class);
    }

    private static void succeed(Headgate headgate) throws Exception {
        assertThat(headgate.call("db", (Callable<Integer>) () -> 1)).isEqualTo(1);
    }

    private long timed(String name, String... tags) {
        return registry.get(name).tags(tags).timer().count();
    }

    private double counted(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    /* What was read half a second ago is not read again. */
    private double shown(String name, String... tags) {
        clock.add(Duration.ofSeconds(1));
        return registry.get(name).tags(tags).gauge().value();
    }

    @Test
    void callsAreTimedByOutcomeFailureAndStatus() throws Exception {
        try (RawUpstream upstream = new RawUpstream(peer -> {
                    String status = peer.request().head().split(" ", 3)[1].substring(1);
                    peer.send("HTTP/1.1 " + status + " x\r\nContent-Length: 0\r\n\r\n");
                });
                Headgate headgate = overHttp(upstream.url(), orders -> orders.retry(ONCE))) {
            for (int status : new int[] {200, 200, 404, 500, 503, 599}) {
                headgate.execute("orders", new HttpGet("/" + status)).close();
            }
        }
        assertThat(timed("headgate.calls", "upstream", "orders", "outcome", "answered", "status", "200"))
                .isEqualTo(2);
        assertThat(timed("headgate.calls", "outcome", "answered", "failure", "none", "status", "404"))
                .isOne();
        assertThat(timed("headgate.calls", "outcome", "received_error", "failure", "none", "status", "503"))
                .isOne();
        assertThat(timed("headgate.calls", "outcome", "received_error", "status", "other"))
                .as("nobody knows 599")
                .isOne();
        assertThat(timed("headgate.attempts", "upstream", "orders", "outcome", "answered", "failure", "none"))
                .isEqualTo(3);
        assertThat(timed("headgate.attempts", "outcome", "received_error")).isEqualTo(3);
    }

    @Test
    void aFailureIsTimedUnderTheStatusOfTheTable() {
        try (Headgate headgate = open(db -> {})) {
            fail(headgate);
        }
        assertThat(timed("headgate.calls", "outcome", "failed", "failure", "connection_refused", "status", "502"))
                .isOne();
        assertThat(timed("headgate.attempts", "outcome", "failed", "failure", "connection_refused"))
                .isEqualTo(3);
        assertThat(counted("headgate.retries", "upstream", "db", "reason", "connection_refused"))
                .isEqualTo(2);
        assertThat(counted("headgate.retries.refused", "upstream", "db", "reason", "attempts_used"))
                .isOne();
        assertThat(registry.get("headgate.calls")
                        .tags("outcome", "failed")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .as("the waits before the retries, on fake time")
                .isEqualTo(25);
    }

    @Test
    void aStatusThatIsRetriedIsAReason() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 503 x\nContent-Length: 0", "");
                Headgate headgate = overHttp(upstream.url(), orders -> {})) {
            headgate.execute("orders", new HttpGet("/")).close();
        }
        assertThat(counted("headgate.retries", "reason", "status_503")).isEqualTo(2);
        assertThat(timed("headgate.calls", "outcome", "received_error", "status", "503"))
                .isOne();
    }

    @Test
    void anEmptyBudgetShowsAndIsCounted() {
        BreakerPolicy never =
                BreakerPolicy.DEFAULT.withConsecutiveFailures(0).withFailureRate(50, Duration.ofSeconds(10), 1000);
        try (Headgate headgate = open(db ->
                db.breaker(never).retry(RetryPolicy.DEFAULT.withMaxAttempts(2).withBudget(0, 1)))) {
            assertThat(shown("headgate.retry.budget", "upstream", "db")).isEqualTo(10);
            for (int i = 0; i < 12; i++) {
                fail(headgate);
            }
            assertThat(shown("headgate.retry.budget")).isZero();
            assertThat(counted("headgate.retries.refused", "upstream", "db", "reason", "budget"))
                    .isEqualTo(2);
            assertThat(counted("headgate.retries.refused", "reason", "attempts_used"))
                    .isEqualTo(10);
        }
    }

    @Test
    void aBodyThatBreaksIsNotASecondCall() throws Exception {
        try (RawUpstream cut = RawUpstream.answering("HTTP/1.1 200 OK\nContent-Length: 100", "short");
                Headgate headgate = overHttp(cut.url(), orders -> orders.responseBuffer(0))) {
            try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
                assertThatThrownBy(() -> EntityUtils.toString(response.getEntity()))
                        .isInstanceOf(UpstreamException.class);
            }
        }
        assertThat(registry.get("headgate.calls").timers())
                .filteredOn(timer -> timer.count() > 0)
                .hasSize(1);
        assertThat(timed("headgate.calls", "outcome", "answered")).isOne();
        assertThat(counted("headgate.answers.broken", "upstream", "orders", "failure", "http_response_incomplete"))
                .isOne();
    }

    @Test
    void whatTheApplicationEndsItselfIsAbandoned() {
        try (Headgate headgate = open(db -> {})) {
            assertThatThrownBy(() -> headgate.call("db", endpoint -> {
                        throw new IllegalArgumentException("the application's own");
                    }))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(timed("headgate.calls", "outcome", "abandoned", "failure", "none", "status", "none"))
                .isOne();
    }

    @Test
    void callsUnderWayAreShown() throws Exception {
        try (Headgate headgate = open(db -> db.maxConcurrent(7))) {
            double underWay = headgate.call("db", endpoint -> shown("headgate.in.flight", "upstream", "db"));
            assertThat(underWay).isOne();
            assertThat(shown("headgate.in.flight")).isZero();
            assertThat(shown("headgate.in.flight.limit")).isEqualTo(7);
        }
    }

    @Test
    void endpointsAreCountedByHowTheyStand() throws Exception {
        try (Headgate headgate = open(db -> db.retry(RetryPolicy.DEFAULT.withMaxAttempts(2))
                .breaker(BreakerPolicy.DEFAULT.withConsecutiveFailures(1)))) {
            assertThat(shown("headgate.endpoints", "upstream", "db", "state", "admits"))
                    .isEqualTo(2);
            headgate.admit("db", "tcp://127.0.0.1:2", Admission.DRAINED);
            assertThat(shown("headgate.endpoints", "state", "drained")).isOne();
            fail(headgate);
            assertThat(shown("headgate.endpoints", "state", "ejected")).isOne();
            assertThat(shown("headgate.endpoints", "state", "admits")).isZero();
            assertThat(counted("headgate.ejections", "upstream", "db")).isOne();
            time.advance(Duration.ofMillis(1001));
            assertThat(shown("headgate.endpoints", "state", "probed")).isOne();
            succeed(headgate);
            assertThat(shown("headgate.endpoints", "state", "admits")).isOne();
            headgate.admit("db", "tcp://127.0.0.1:2", Admission.FORCED_OPEN);
            assertThat(shown("headgate.endpoints", "state", "forced_open")).isOne();
            headgate.admit("db", "tcp://127.0.0.1:2", Admission.FORCED_CLOSED);
            assertThat(shown("headgate.endpoints", "state", "admits")).isEqualTo(2);
        }
    }

    @Test
    void connectionsAreCounted() throws Exception {
        try (RawUpstream upstream = new RawUpstream(peer -> peer.ok("x".repeat(100_000)));
                Headgate headgate = overHttp(upstream.url(), orders -> {})) {
            try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
                assertThat(shown("headgate.connections", "state", "in_use")).isOne();
                assertThat(EntityUtils.toString(response.getEntity())).hasSize(100_000);
            }
            assertThat(shown("headgate.connections", "state", "in_use")).isZero();
            assertThat(shown("headgate.connections", "state", "idle")).isOne();
            assertThat(shown("headgate.connections", "state", "awaited")).isZero();
        }
    }

    @Test
    void daysAreCountedToTheEndOfTheCertificate(@TempDir Path files) throws Exception {
        HeldCertificate shown = new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .validityInterval(
                        Instant.now().minus(Duration.ofDays(1)).toEpochMilli(),
                        Instant.now().plus(Duration.ofDays(10)).toEpochMilli())
                .build();
        String trust = Files.writeString(files.resolve("ca.pem"), shown.certificatePem())
                .toString();
        SimpleMeterRegistry now = new SimpleMeterRegistry(SimpleConfig.DEFAULT, Clock.SYSTEM);
        try (RawUpstream upstream = RawUpstream.overTls(
                        new CuttableTls(
                                new HandshakeCertificates.Builder()
                                        .heldCertificate(shown)
                                        .build()
                                        .sslContext(),
                                socket -> {}),
                        peer -> peer.ok("good"));
                Headgate headgate =
                        overHttp(upstream.url(), orders -> orders.tls(new TlsPolicy(trust, "", "", true)))) {
            assertThat(shown("headgate.certificate.days.left"))
                    .as("none was seen")
                    .isNaN();
            headgate.execute("orders", new HttpGet("/")).close();
            new HeadgateMetrics(headgate).bindTo(now);
            assertThat(now.get("headgate.certificate.days.left").gauge().value())
                    .isBetween(9.9, 10.0);
        }
    }

    @Test
    void hedgesAndWhatWasServedStaleAreThereFromTheBeginning() {
        try (Headgate headgate = open(db -> {})) {
            assertThat(headgate.upstreamNames()).containsExactly("db");
            assertThat(counted("headgate.hedges", "upstream", "db")).isZero();
            assertThat(counted("headgate.stale.served", "upstream", "db")).isZero();
            assertThat(counted("headgate.calls.collapsed", "how", "wait")).isZero();
            assertThat(counted("headgate.calls.collapsed", "how", "stale")).isZero();
        }
    }

    @Test
    void othersSettingsAreFollowed() {
        try (Headgate headgate = open(db -> {})) {
            headgate.replace("db", db -> db.endpoints("tcp://127.0.0.1:3").maxConcurrent(3));
            assertThat(shown("headgate.endpoints", "state", "admits")).isOne();
            assertThat(shown("headgate.in.flight.limit")).isEqualTo(3);
        }
    }

    @Test
    void closedMetricsAreGone() throws Exception {
        try (Headgate headgate = Headgate.builder()
                .upstream("db", db -> db.endpoints("tcp://127.0.0.1:1"))
                .build()) {
            try (HeadgateMetrics metrics = new HeadgateMetrics(headgate)) {
                metrics.bindTo(registry);
                metrics.bindTo(registry);
                succeed(headgate);
                assertThat(timed("headgate.calls", "outcome", "answered"))
                        .as("bound once")
                        .isOne();
            }
            succeed(headgate);
            assertThat(registry.getMeters()).isEmpty();
        }
    }

    @Test
    void noTagHasTheAddressOfAnEndpoint() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (Headgate headgate = open(db -> {})) {
            new HeadgateMetrics(headgate).bindTo(prometheus);
            fail(headgate);
            assertThat(prometheus.scrape())
                    .contains("headgate_calls_seconds_count{failure=\"connection_refused\"")
                    .doesNotContain("127.0.0.1");
        }
    }
}
