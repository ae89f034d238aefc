package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.testing.Ports;
import io.github.headgate.testing.RawUpstream;
import io.github.headgate.upstream.HealthCheckPolicy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Health checks on real sockets. */
@Timeout(30)
class HealthCheckTest {
    private static HealthCheckPolicy fast(HealthCheckPolicy policy) {
        return policy.withPace(Duration.ofMillis(300), Duration.ofMillis(20), Duration.ofMillis(300))
                .withThresholds(1, 1);
    }

    private static HealthCheckPolicy contains(String text) {
        HealthCheckPolicy http = fast(HealthCheckPolicy.ofHttp("/health"));
        return new HealthCheckPolicy(
                http.path(),
                false,
                http.statuses(),
                text,
                http.interval(),
                http.unhealthyInterval(),
                http.timeout(),
                1,
                1,
                false);
    }

    private static Headgate headgate(HealthCheckPolicy policy, String... endpoints) {
        return Headgate.builder()
                .upstream("orders", orders -> orders.endpoints(endpoints)
                        .maxConnectionsPerEndpoint(1)
                        .healthCheck(policy))
                .build();
    }

    private static void becomes(Headgate headgate, Health... expected) {
        while (true) {
            Health[] now = headgate.status().get(0).endpoints().stream()
                    .map(EndpointStatus::health)
                    .toArray(Health[]::new);
            if (java.util.Arrays.equals(now, expected)) {
                return;
            }
            Thread.onSpinWait(); // until the test's own timeout
        }
    }

    @Test
    void byHttpWhatAnswersIsHealthyAndWhatDoesNotIsOut() throws Exception {
        try (RawUpstream good = new RawUpstream(peer -> peer.ok("fine"));
                RawUpstream stalls = new RawUpstream(peer -> peer.stall());
                RawUpstream ill = RawUpstream.answering("HTTP/1.1 503 Service Unavailable", "");
                RawUpstream another = new RawUpstream(peer -> peer.ok("fine"));
                RawUpstream third = new RawUpstream(peer -> peer.ok("fine"));
                Headgate headgate = headgate(
                        fast(HealthCheckPolicy.ofHttp("/health?deep=1")),
                        good.url(),
                        stalls.url(),
                        ill.url(),
                        another.url(),
                        "http://127.0.0.1:" + Ports.refused(),
                        third.url())) {
            becomes(
                    headgate,
                    Health.HEALTHY,
                    Health.UNHEALTHY,
                    Health.UNHEALTHY,
                    Health.HEALTHY,
                    Health.UNHEALTHY,
                    Health.HEALTHY);
            assertThat(good.heads().get(0))
                    .startsWith("GET /health?deep=1 HTTP/1.1\r\n")
                    .contains("Connection: close\r\n", "User-Agent: headgate-health-check\r\n");
            assertThat(headgate.status().get(0).endpoints()).allSatisfy(endpoint -> {
                assertThat(endpoint.countedAttempts())
                        .as("a check is no attempt")
                        .isZero();
                assertThat(endpoint.inFlight()).isZero();
            });
        }
    }

    @Test
    void theBodyMustContainTheText() throws Exception {
        try (RawUpstream up = new RawUpstream(peer -> peer.ok("{\"status\":\"UP\"}"));
                RawUpstream down = new RawUpstream(peer -> peer.ok("{\"status\":\"DOWN\"}"));
                Headgate headgate = headgate(contains("\"UP\""), up.url(), down.url())) {
            becomes(headgate, Health.HEALTHY, Health.UNHEALTHY);
        }
    }

    @Test
    void byTcpWhatConnectsIsHealthy() throws Exception {
        try (RawUpstream stalls = new RawUpstream(peer -> peer.stall());
                Headgate headgate = headgate(
                        fast(HealthCheckPolicy.ofTcp()), stalls.url(), "http://127.0.0.1:" + Ports.refused())) {
            becomes(headgate, Health.HEALTHY, Health.UNHEALTHY);
        }
    }

    @Test
    void anEndpointWhoseConnectionsAreAllInUseIsNotIll() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try (RawUpstream busy = new RawUpstream(peer -> {
                    if (peer.request().head().startsWith("GET /slow")) {
                        arrived.countDown();
                        go.await();
                    }
                    peer.ok("fine");
                });
                Headgate headgate = headgate(fast(HealthCheckPolicy.ofHttp("/health")), busy.url())) {
            becomes(headgate, Health.HEALTHY);
            Future<Integer> call = caller.submit(() -> {
                try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/slow"))) {
                    return response.getCode();
                }
            });
            arrived.await();
            int before = busy.heads().size();
            while (busy.heads().size() < before + 5) {
                assertThat(headgate.status().get(0).endpoints().get(0).health()).isEqualTo(Health.HEALTHY);
            }
            go.countDown();
            assertThat(call.get()).isEqualTo(200);
        } finally {
            caller.shutdownNow();
        }
    }

    @Test
    void checksAreTurnedOffAndOnAtRunTime() throws Exception {
        try (RawUpstream good = new RawUpstream(peer -> peer.ok("fine"));
                Headgate headgate = headgate(HealthCheckPolicy.OFF, good.url())) {
            becomes(headgate, Health.UNCHECKED);
            headgate.replace(
                    "orders", orders -> orders.endpoints(good.url()).healthCheck(fast(HealthCheckPolicy.ofTcp())));
            becomes(headgate, Health.HEALTHY);
            headgate.replace("orders", orders -> orders.endpoints(good.url()));
            becomes(headgate, Health.UNCHECKED);
        }
    }
}
