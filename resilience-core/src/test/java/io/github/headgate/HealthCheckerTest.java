package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.HealthCheckPolicy;
import io.github.headgate.upstream.HostResolver;
import io.github.headgate.upstream.Upstream;
import io.github.headgate.upstream.UpstreamBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Thresholds, pace and guard of health checks on fake time. */
class HealthCheckerTest {
    private static final HealthCheckPolicy EVERY_10_S = HealthCheckPolicy.ofHttp("/health");

    private final FakeTime time = new FakeTime();
    private final FakeTimer timer = new FakeTimer(time);
    private final Map<String, String> faults = new ConcurrentHashMap<>();
    private final Map<String, Integer> checks = new ConcurrentHashMap<>();
    private final Names names = new Names(HostResolver.system(), Duration.ofSeconds(30), Runnable::run, timer, time);

    private EndpointPool pool(String... hosts) {
        return new EndpointPool(upstream(hosts), names, time);
    }

    private static Upstream upstream(String... hosts) {
        String[] urls = List.of(hosts).stream().map(host -> "http://" + host).toArray(String[]::new);
        return new UpstreamBuilder("orders", "orders").endpoints(urls).build(new ArrayList<>());
    }

    private HealthChecker started(HealthCheckPolicy policy, EndpointPool pool) {
        HealthChecker checker = new HealthChecker(policy, this::fault, pool, timer, Runnable::run, time);
        checker.start();
        return checker;
    }

    private Optional<String> fault(Endpoint endpoint) {
        checks.merge(endpoint.host(), 1, Integer::sum);
        return Optional.ofNullable(faults.get(endpoint.host()));
    }

    private int checksOf(String host) {
        return checks.getOrDefault(host, 0);
    }

    private static Health health(EndpointPool pool, String host) {
        return pool.states().stream()
                .filter(state -> state.endpoint().host().equals(host))
                .findFirst()
                .orElseThrow()
                .health();
    }

    private static String next(EndpointPool pool) {
        Lease lease = Objects.requireNonNull(pool.lease(List.of(), true));
        lease.answered(200, 1);
        return lease.endpoint().host();
    }

    @Test
    void isUnknownUntilFirstCheckedAndThenOneCheckDecides() {
        faults.put("10.0.0.2", "status 503");
        EndpointPool pool = pool("10.0.0.1", "10.0.0.2");
        HealthChecker checker = started(EVERY_10_S, pool);
        assertThat(health(pool, "10.0.0.1")).isEqualTo(Health.UNKNOWN);
        assertThat(next(pool)).as("all are unknown: open").isNotNull();
        timer.advance(Duration.ZERO);
        assertThat(health(pool, "10.0.0.1")).isEqualTo(Health.HEALTHY);
        assertThat(health(pool, "10.0.0.2")).isEqualTo(Health.UNHEALTHY);
        for (int i = 0; i < 20; i++) {
            assertThat(next(pool)).isEqualTo("10.0.0.1");
        }
        checker.stop();
    }

    @Test
    void threeBadInARowTakeOutAndTwoGoodOnesLetIn() {
        EndpointPool pool = pool("10.0.0.1", "10.0.0.2");
        started(EVERY_10_S, pool);
        timer.advance(Duration.ZERO);
        faults.put("10.0.0.2", "connection_refused");
        timer.advance(Duration.ofSeconds(10));
        assertThat(checksOf("10.0.0.2")).isEqualTo(2);
        assertThat(health(pool, "10.0.0.2")).isEqualTo(Health.HEALTHY);
        timer.advance(Duration.ofSeconds(1));
        assertThat(health(pool, "10.0.0.2")).isEqualTo(Health.HEALTHY);
        timer.advance(Duration.ofSeconds(1));
        assertThat(health(pool, "10.0.0.2")).as("the third, faster").isEqualTo(Health.UNHEALTHY);
        faults.clear();
        timer.advance(Duration.ofSeconds(1));
        assertThat(health(pool, "10.0.0.2")).isEqualTo(Health.UNHEALTHY);
        timer.advance(Duration.ofSeconds(1));
        assertThat(health(pool, "10.0.0.2")).isEqualTo(Health.HEALTHY);
    }

    @Test
    void aGoodOneInBetweenBreaksTheRow() {
        EndpointPool pool = pool("10.0.0.1", "10.0.0.2");
        started(EVERY_10_S, pool);
        timer.advance(Duration.ZERO);
        for (int i = 0; i < 10; i++) {
            faults.put("10.0.0.2", "status 500");
            timer.advance(Duration.ofSeconds(11));
            faults.clear();
            timer.advance(Duration.ofSeconds(1));
            assertThat(health(pool, "10.0.0.2")).isEqualTo(Health.HEALTHY);
        }
    }

    @Test
    void thePaceIsTheIntervalAndFasterWhileUnhealthy() {
        faults.put("10.0.0.2", "status 500");
        started(EVERY_10_S, pool("10.0.0.1", "10.0.0.2", "10.0.0.3"));
        timer.advance(Duration.ofSeconds(100));
        assertThat(checksOf("10.0.0.1")).isEqualTo(11);
        assertThat(checksOf("10.0.0.2")).isEqualTo(101);
        time.random(() -> 0);
        timer.advance(Duration.ofSeconds(90));
        assertThat(checksOf("10.0.0.1")).as("every 9 s after the next").isEqualTo(20);
    }

    @Test
    void neverMoreThanHalfAndTheNextIsTakenOutWhenOneIsBack() {
        EndpointPool pool = pool("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4");
        for (int i = 1; i <= 4; i++) {
            faults.put("10.0.0." + i, "no whole answer within 2s");
        }
        started(EVERY_10_S, pool);
        timer.advance(Duration.ofSeconds(5));
        assertThat(pool.states())
                .extracting(EndpointState::health)
                .containsExactly(Health.UNHEALTHY, Health.UNHEALTHY, Health.FAILING, Health.FAILING);
        faults.remove("10.0.0.1");
        timer.advance(Duration.ofSeconds(10));
        assertThat(pool.states())
                .extracting(EndpointState::health)
                .containsExactly(Health.HEALTHY, Health.UNHEALTHY, Health.UNHEALTHY, Health.FAILING);
    }

    @Test
    void neverTheLastOne() {
        faults.put("10.0.0.1", "connection_refused");
        EndpointPool pool = pool("10.0.0.1");
        started(EVERY_10_S, pool);
        timer.advance(Duration.ofSeconds(60));
        assertThat(health(pool, "10.0.0.1")).isEqualTo(Health.FAILING);
        assertThat(next(pool)).isEqualTo("10.0.0.1");
    }

    @Test
    void whoOnlyObservesTakesNobodyOut() {
        faults.put("10.0.0.2", "status 500");
        EndpointPool pool = pool("10.0.0.1", "10.0.0.2", "10.0.0.3");
        HealthCheckPolicy observing = new HealthCheckPolicy(
                "/health",
                false,
                EVERY_10_S.statuses(),
                "",
                EVERY_10_S.interval(),
                EVERY_10_S.unhealthyInterval(),
                EVERY_10_S.timeout(),
                2,
                3,
                true);
        started(observing, pool);
        timer.advance(Duration.ofSeconds(60));
        assertThat(health(pool, "10.0.0.2")).isEqualTo(Health.FAILING);
    }

    @Test
    void whatJoinsIsCheckedAndWhatLeavesIsNoMore() {
        EndpointPool pool = pool("10.0.0.1", "10.0.0.2");
        HealthChecker checker = started(EVERY_10_S, pool);
        timer.advance(Duration.ofSeconds(10));
        pool.replace(upstream("10.0.0.2", "10.0.0.3"), names);
        assertThat(health(pool, "10.0.0.3")).isEqualTo(Health.UNKNOWN);
        timer.advance(Duration.ofSeconds(10));
        assertThat(health(pool, "10.0.0.3")).isEqualTo(Health.HEALTHY);
        int left = checksOf("10.0.0.1");
        timer.advance(Duration.ofSeconds(60));
        assertThat(checksOf("10.0.0.1")).isEqualTo(left);
        checker.stop();
        checks.clear();
        timer.advance(Duration.ofSeconds(60));
        assertThat(checks).isEmpty();
    }

    @Test
    void manyAreSpreadOverTheFirstInterval() {
        String[] hosts = new String[1000];
        for (int i = 0; i < hosts.length; i++) {
            hosts[i] = "10.0." + i / 250 + "." + (i % 250 + 1);
        }
        java.util.Random random = new java.util.Random(7);
        time.random(random::nextDouble);
        started(EVERY_10_S, pool(hosts));
        timer.advance(Duration.ofSeconds(1));
        assertThat(checks.size()).isBetween(60, 250);
        timer.advance(Duration.ofSeconds(9));
        assertThat(checks).hasSize(1000);
    }
}
