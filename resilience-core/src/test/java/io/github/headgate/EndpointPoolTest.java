package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.HostResolver;
import io.github.headgate.upstream.LoadBalancing;
import io.github.headgate.upstream.Upstream;
import io.github.headgate.upstream.UpstreamBuilder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EndpointPoolTest {
    private static final Failure REFUSED = Failure.of(FailureType.CONNECTION_REFUSED);

    private final FakeTime time = new FakeTime();
    private final FakeTimer timer = new FakeTimer(time);
    private final AtomicReference<HostResolver> resolver = new AtomicReference<>(host -> {
        throw new UnknownHostException(host);
    });
    private final Names names = new Names(
            host -> Objects.requireNonNull(resolver.get()).resolve(host),
            Duration.ofSeconds(30),
            Runnable::run,
            timer,
            time);

    private EndpointPool pool(Consumer<UpstreamBuilder> settings) {
        return new EndpointPool(upstream(settings), names, time);
    }

    private static Upstream upstream(Consumer<UpstreamBuilder> settings) {
        UpstreamBuilder builder = new UpstreamBuilder("orders", "orders");
        settings.accept(builder);
        List<io.github.headgate.settings.Problem> problems = new ArrayList<>();
        Upstream upstream = builder.build(problems);
        assertThat(problems).isEmpty();
        return upstream;
    }

    private static Lease leased(EndpointPool pool, EndpointState... tried) {
        @Nullable Lease lease = pool.lease(List.of(tried), true);
        assertThat(lease).isNotNull();
        return Objects.requireNonNull(lease);
    }

    private static void eject(EndpointPool pool, String host) {
        for (EndpointState state : pool.states()) {
            if (state.endpoint().host().equals(host)) {
                for (int i = 0; i < 5; i++) {
                    Objects.requireNonNull(state.lease()).failed(REFUSED, 1);
                }
            }
        }
    }

    private static String next(EndpointPool pool) {
        Lease lease = leased(pool);
        lease.answered(200, 1_000_000);
        return lease.endpoint().host();
    }

    private void randomly() {
        Random random = new Random(42);
        time.random(random::nextDouble);
    }

    @Test
    void roundRobinTakesEachInTurn() {
        EndpointPool pool = pool(orders -> orders.endpoints("http://10.0.0.1", "http://10.0.0.2", "http://10.0.0.3")
                .loadBalancing(LoadBalancing.ROUND_ROBIN));
        assertThat(List.of(next(pool), next(pool), next(pool), next(pool)))
                .containsExactly("10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.1");
    }

    @Test
    void firstAvailableTakesTheFirstThatPermits() {
        EndpointPool pool = pool(orders ->
                orders.endpoints("http://10.0.0.1", "http://10.0.0.2").loadBalancing(LoadBalancing.FIRST_AVAILABLE));
        assertThat(List.of(next(pool), next(pool))).containsExactly("10.0.0.1", "10.0.0.1");
        eject(pool, "10.0.0.1");
        assertThat(next(pool)).isEqualTo("10.0.0.2");
        time.advance(Duration.ofMillis(1001));
        assertThat(next(pool)).as("the probe").isEqualTo("10.0.0.1");
    }

    @Test
    void leastLoadedSpreadsEvenlyWhereAllAreAlike() {
        randomly();
        EndpointPool pool = pool(orders -> orders.endpoints("http://10.0.0.1", "http://10.0.0.2", "http://10.0.0.3"));
        Map<String, Integer> calls = new HashMap<>();
        for (int i = 0; i < 3000; i++) {
            calls.merge(next(pool), 1, Integer::sum);
        }
        assertThat(calls.values()).hasSize(3).allSatisfy(count -> assertThat(count)
                .isBetween(800, 1200));
    }

    @Test
    void leastLoadedAvoidsTheOneWithMoreCallsInFlight() {
        randomly();
        EndpointPool pool = pool(orders -> orders.endpoints("http://10.0.0.1", "http://10.0.0.2"));
        Lease stuck = leased(pool);
        for (int i = 0; i < 100; i++) {
            assertThat(next(pool)).isNotEqualTo(stuck.endpoint().host());
        }
    }

    @Test
    void leastLoadedAvoidsTheSlowOneUntilItsLatencyHasFaded() {
        randomly();
        EndpointPool pool = pool(orders -> orders.endpoints("http://10.0.0.1", "http://10.0.0.2"));
        Lease slow = leased(pool);
        slow.answered(200, 50_000_000);
        for (int i = 0; i < 100; i++) {
            assertThat(next(pool)).isNotEqualTo(slow.endpoint().host());
        }
        time.advance(Duration.ofSeconds(60));
        assertThat(next(pool)).isNotEqualTo(slow.endpoint().host());
        assertThat(next(pool)).isEqualTo(slow.endpoint().host());
    }

    @Test
    void anotherEndpointIsTriedBeforeTheSameAgain() {
        EndpointPool pool = pool(orders -> orders.endpoints("http://10.0.0.1", "http://10.0.0.2"));
        Lease first = leased(pool);
        Lease second = leased(pool, first.state());
        assertThat(second.state()).isNotSameAs(first.state());
        assertThat(leased(pool, first.state(), second.state()).endpoint()).isNotNull();
        assertThat(pool.hasOther(List.of(first.state()))).isTrue();
        assertThat(pool.hasOther(List.of(first.state(), second.state()))).isFalse();
    }

    @Test
    void backupsAreUsedOnlyWhileNoPrimaryPermits() {
        EndpointPool pool = pool(
                orders -> orders.endpoints("http://10.0.0.1", "http://10.0.0.2").backupEndpoints("http://10.9.9.9"));
        for (int i = 0; i < 50; i++) {
            assertThat(next(pool)).isNotEqualTo("10.9.9.9");
        }
        eject(pool, "10.0.0.1");
        assertThat(next(pool)).isEqualTo("10.0.0.2");
        eject(pool, "10.0.0.2");
        assertThat(next(pool)).isEqualTo("10.9.9.9");
        time.advance(Duration.ofMillis(1001));
        assertThat(next(pool)).isNotEqualTo("10.9.9.9");
    }

    @Test
    void noEndpointPermitsWhenAllAreEjected() {
        EndpointPool pool = pool(orders -> orders.endpoints("http://10.0.0.1", "http://10.0.0.2"));
        eject(pool, "10.0.0.1");
        time.advance(Duration.ofMillis(400));
        eject(pool, "10.0.0.2");
        assertThat(pool.lease(List.of(), true)).isNull();
        assertThat(pool.nanosToProbe()).isEqualTo(Duration.ofMillis(600).toNanos());
    }

    @Test
    void everyAddressOfANameIsAnEndpoint() throws Exception {
        resolver.set(host -> List.of(address(1), address(2), address(3)));
        EndpointPool pool = pool(orders -> orders.endpoints("http://orders.test:8080"));
        assertThat(pool.states())
                .extracting(state -> state.endpoint().toString())
                .containsExactly(
                        "http://orders.test:8080 [10.0.0.1]",
                        "http://orders.test:8080 [10.0.0.2]",
                        "http://orders.test:8080 [10.0.0.3]");
    }

    @Test
    void aChangedAnswerIsFollowedAndWhatStaysKeepsItsState() throws Exception {
        resolver.set(host -> List.of(address(1), address(2)));
        EndpointPool pool = pool(orders -> orders.endpoints("http://orders.test"));
        EndpointState two = List.copyOf(pool.states()).get(1);
        resolver.set(host -> List.of(address(2), address(3)));
        timer.advance(Duration.ofSeconds(30));
        assertThat(pool.states())
                .extracting(state -> state.endpoint().address())
                .containsExactly(address(2), address(3));
        assertThat(pool.states()).first().isSameAs(two);
    }

    @Test
    void theLastGoodAnswerIsKeptWhenTheResolverFails() throws Exception {
        resolver.set(host -> List.of(address(1)));
        EndpointPool pool = pool(orders -> orders.endpoints("http://orders.test"));
        assertThat(pool.states()).hasSize(1);
        resolver.set(host -> {
            throw new UnknownHostException(host);
        });
        timer.advance(Duration.ofHours(1));
        for (int i = 0; i < 3; i++) {
            assertThat(leased(pool).endpoint().address()).isEqualTo(address(1));
        }
    }

    @Test
    void aNameThatDoesNotResolveIsAnEndpointWithoutAddress() {
        EndpointPool pool = pool(orders -> orders.endpoints("http://orders.test"));
        assertThat(leased(pool).endpoint()).isEqualTo(Endpoint.parse("http://orders.test", false));
    }

    @Test
    void theOtherAddressFamilyOfANameIsAskedLast() throws Exception {
        InetAddress six = InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        resolver.set(host -> List.of(address(1), six));
        EndpointPool pool = pool(orders -> orders.endpoints("http://orders.test", "http://10.0.0.9"));
        for (int i = 0; i < 20; i++) {
            assertThat(leased(pool).endpoint().address()).isNotEqualTo(six);
        }
        eject(pool, "10.0.0.9");
        EndpointState first = leased(pool).state();
        assertThat(leased(pool, first).endpoint().address()).isEqualTo(six);
    }

    @Test
    void weightsAreKeptWhereEndpointsAreAlike() {
        for (LoadBalancing order : List.of(LoadBalancing.LEAST_LOADED, LoadBalancing.ROUND_ROBIN)) {
            randomly();
            EndpointPool pool = pool(orders -> orders.endpoints(
                            "http://10.0.0.1 weight=6", "http://10.0.0.2 weight=3", "http://10.0.0.3")
                    .loadBalancing(order));
            Map<String, Integer> calls = new HashMap<>();
            for (int i = 0; i < 10_000; i++) {
                calls.merge(next(pool), 1, Integer::sum);
            }
            assertThat(calls.get("10.0.0.1")).as(order + " " + calls).isBetween(5700, 6300);
            assertThat(calls.get("10.0.0.3")).as(order + " " + calls).isBetween(800, 1250);
        }
    }

    @Test
    void ourOwnZoneComesFirstAndSpillsOverTheMoreOfItIsOut() {
        randomly();
        EndpointPool pool = pool(orders -> orders.zone("a")
                .endpoints(
                        "http://10.0.0.1 zone=a", "http://10.0.0.2 zone=a", "http://10.0.1.1 zone=b", "http://10.0.1.2")
                .backupEndpoints("http://10.0.9.1 zone=a"));
        assertThat(inOtherZone(pool)).isZero();
        eject(pool, "10.0.0.1");
        assertThat(inOtherZone(pool)).as("half is out: a quarter").isBetween(200, 300);
        eject(pool, "10.0.0.2");
        assertThat(inOtherZone(pool)).isEqualTo(1000);
    }

    private static int inOtherZone(EndpointPool pool) {
        int other = 0;
        for (int i = 0; i < 1000; i++) {
            String host = next(pool);
            assertThat(host).isNotEqualTo("10.0.9.1");
            other += host.startsWith("10.0.1.") ? 1 : 0;
        }
        return other;
    }

    @Test
    void oneWithTroubleInItsZoneIsUsedIfNoOtherPermits() {
        EndpointPool pool =
                pool(orders -> orders.zone("a").endpoints("http://10.0.0.1 zone=a", "http://10.0.1.1 zone=b"));
        eject(pool, "10.0.1.1");
        List.copyOf(pool.states()).get(0).health(Health.UNHEALTHY);
        assertThat(next(pool)).isEqualTo("10.0.0.1");
    }

    @Test
    void whatIsNotCheckedYetOrFailsItsChecksIsTheLastResort() {
        randomly();
        EndpointPool pool = pool(orders -> orders.endpoints("http://10.0.0.1", "http://10.0.0.2", "http://10.0.0.3"));
        List<EndpointState> states = List.copyOf(pool.states());
        states.get(0).health(Health.UNKNOWN);
        states.get(1).health(Health.UNHEALTHY);
        states.get(2).health(Health.HEALTHY);
        for (int i = 0; i < 100; i++) {
            assertThat(next(pool)).isEqualTo("10.0.0.3");
        }
        states.get(2).health(Health.UNKNOWN);
        assertThat(next(pool)).as("all are unknown").isNotNull();
    }

    @Test
    void aRetryGoesToOneThatIsWellRatherThanToAProbe() {
        randomly();
        EndpointPool pool = pool(orders -> orders.endpoints("http://10.0.0.1", "http://10.0.0.2", "http://10.0.0.3"));
        eject(pool, "10.0.0.1");
        time.advance(Duration.ofMillis(1001));
        EndpointState second = List.copyOf(pool.states()).get(1);
        for (int i = 0; i < 50; i++) {
            Lease lease = Objects.requireNonNull(pool.lease(List.of(second), false));
            lease.released();
            assertThat(lease.endpoint().host()).isEqualTo("10.0.0.3");
        }
    }

    @Test
    void aNewEndpointGetsItsShareStepByStep() {
        randomly();
        AtomicReference<List<Endpoint>> source = new AtomicReference<>(endpoints("http://10.0.0.1", "http://10.0.0.2"));
        EndpointPool pool = pool(orders -> orders.endpointSource(() -> Objects.requireNonNull(source.get()))
                .slowStart(Duration.ofSeconds(10))
                .loadBalancing(LoadBalancing.LEAST_LOADED));
        next(pool);
        source.set(endpoints("http://10.0.0.1", "http://10.0.0.2", "http://10.0.0.3"));
        assertThat(share(pool, "10.0.0.3")).isLessThan(250);
        time.advance(Duration.ofSeconds(10));
        assertThat(share(pool, "10.0.0.3")).isBetween(280, 390);
    }

    private static int share(EndpointPool pool, String host) {
        int calls = 0;
        for (int i = 0; i < 1000; i++) {
            calls += next(pool).equals(host) ? 1 : 0;
        }
        return calls;
    }

    private static List<Endpoint> endpoints(String... urls) {
        return Stream.of(urls).map(url -> Endpoint.parse(url, false)).toList();
    }

    @Test
    void replacedSettingsKeepTheStateOfWhatStays() {
        EndpointPool pool = pool(orders -> orders.endpoints("http://10.0.0.1", "http://10.0.0.2"));
        List<String> changes = new ArrayList<>();
        eject(pool, "10.0.0.2");
        pool.listener(new EndpointPool.Listener() {
            @Override
            public void joined(EndpointState state) {
                changes.add("+" + state.endpoint().host());
            }

            @Override
            public void left(EndpointState state) {
                changes.add("-" + state.endpoint().host());
            }
        });
        EndpointState second = List.copyOf(pool.states()).get(1);
        pool.admit(List.of(second), Admission.DRAINED);
        pool.replace(upstream(orders -> orders.endpoints("http://10.0.0.2 weight=7", "http://10.0.0.3")), names);
        assertThat(changes).containsExactly("+10.0.0.3", "-10.0.0.1");
        assertThat(pool.states()).first().isSameAs(second);
        assertThat(second.endpoint().weight()).isEqualTo(7);
        assertThat(second.ejection().refuses(time.nanoTime())).isTrue();
        pool.replace(upstream(orders -> orders.endpoints("http://10.0.0.3")), names);
        pool.replace(upstream(orders -> orders.endpoints("http://10.0.0.2")), names);
        assertThat(List.copyOf(pool.states()).get(0).ejection().admission())
                .as("what was said by hand, when it comes back")
                .isEqualTo(Admission.DRAINED);
    }

    @Test
    void whatIsSaidOfTheUpstreamHoldsForThoseThatJoin() {
        EndpointPool pool = pool(orders -> orders.endpoints("http://10.0.0.1"));
        pool.admit(Admission.FORCED_OPEN);
        assertThat(pool.lease(List.of(), true)).isNull();
        pool.replace(upstream(orders -> orders.endpoints("http://10.0.0.1", "http://10.0.0.2")), names);
        assertThat(pool.lease(List.of(), true)).isNull();
        assertThat(pool.nanosToProbe()).isZero();
        pool.admit(Admission.AUTOMATIC);
        assertThat(pool.lease(List.of(), true)).isNotNull();
    }

    @Test
    void whereAllAreEjectedOneIsProbedInEachOpenForAndOnceOneIsBackTheOthersAreProbedAtOnce() {
        randomly();
        EndpointPool pool = pool(orders -> orders.endpoints("http://10.0.0.1", "http://10.0.0.2", "http://10.0.0.3"));
        List.of("10.0.0.1", "10.0.0.2", "10.0.0.3").forEach(host -> eject(pool, host));
        int probes = 0;
        for (int millis = 0; millis < 60_000; millis += 10) {
            time.advance(Duration.ofMillis(10));
            assertThat(pool.nanosToProbe()).isLessThanOrEqualTo(1_050_000_000L);
            Lease probe = pool.lease(List.of(), true);
            if (probe != null) {
                probe.failed(REFUSED, 1);
                probes++;
            }
        }
        assertThat(probes).isBetween(55, 70);
        assertThat(pool.states())
                .allSatisfy(state -> assertThat(state.ejection().nanosToProbe(time.nanoTime()))
                        .isGreaterThan(Duration.ofSeconds(2).toNanos()));
        Lease probe = pool.lease(List.of(), true);
        while (probe == null) {
            assertThat(pool.lease(List.of(), false)).as("a POST is no probe").isNull();
            time.advance(Duration.ofMillis(10));
            probe = pool.lease(List.of(), true);
        }
        probe.answered(200, 1);
        Lease second = leased(pool, probe.state());
        Lease third = leased(pool, probe.state(), second.state());
        assertThat(List.of(probe.state(), second.state(), third.state())).doesNotHaveDuplicates();
    }

    @Test
    void oneThatAskedToBeLeftAloneIsNotProbedBeforeItsTime() {
        EndpointPool pool = pool(orders -> orders.endpoints("http://10.0.0.1"));
        List.copyOf(pool.states()).get(0).rest(Duration.ofSeconds(30).toNanos());
        eject(pool, "10.0.0.1");
        assertThat(pool.nanosToProbe()).isEqualTo(Duration.ofSeconds(30).toNanos());
        time.advance(Duration.ofSeconds(29));
        assertThat(pool.lease(List.of(), true)).isNull();
        time.advance(Duration.ofMillis(1001));
        assertThat(pool.lease(List.of(), true)).isNotNull();
    }

    private static InetAddress address(int last) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
    }
}
