package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.upstream.AdaptiveLimit;
import io.github.headgate.upstream.UpstreamBuilder;
import io.github.headgate.upstream.UpstreamPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GateTest {
    private static final long MILLI = 1_000_000;

    private final FakeTime time = new FakeTime();

    private static UpstreamPolicy policy(Consumer<UpstreamBuilder> settings) {
        UpstreamBuilder builder = new UpstreamBuilder("orders", "orders").endpoints("http://10.0.0.1");
        settings.accept(builder);
        return builder.build(new ArrayList<>()).policy();
    }

    private Gate gate(Consumer<UpstreamBuilder> settings) {
        return new Gate("orders", policy(settings), time);
    }

    private static int entered(Gate gate, boolean isSheddable, int tries) {
        int entered = 0;
        for (int i = 0; i < tries; i++) {
            entered += gate.enter(isSheddable) == null ? 1 : 0;
        }
        return entered;
    }

    private static String refusal(Gate gate, boolean isSheddable) {
        return Objects.requireNonNull(gate.enter(isSheddable)).words();
    }

    @Test
    void soManyAtATime() {
        Gate gate = gate(orders -> orders.maxConcurrent(3));
        assertThat(entered(gate, false, 5)).isEqualTo(3);
        assertThat(refusal(gate, false)).isEqualTo("max-concurrent reached, 3 calls are under way");
        gate.leave();
        assertThat(gate.enter(false)).isNull();
        assertThat(gate.inFlight()).isEqualTo(3);
    }

    @Test
    void whatIsSheddableIsRefusedFirst() {
        Gate gate = gate(orders -> orders.maxConcurrent(10).sheddableShare(80));
        assertThat(entered(gate, true, 20)).isEqualTo(8);
        assertThat(refusal(gate, true))
                .isEqualTo("shed, 8 calls are under way, 80 % of 10 are open to calls like this");
        assertThat(entered(gate, false, 20)).isEqualTo(2);
    }

    @Test
    void ofASheddableShareOfNothingNoneIsAdmitted() {
        assertThat(entered(gate(orders -> orders.sheddableShare(0)), true, 3)).isZero();
        assertThat(entered(gate(orders -> orders.maxConcurrent(10).sheddableShare(100)), true, 20))
                .isEqualTo(10);
    }

    @Test
    void soManyPerSecond() {
        Gate gate = gate(orders -> orders.maxConcurrent(100_000).rateLimit(50));
        int entered = 0;
        for (int millis = 0; millis < 2000; millis++) {
            entered += entered(gate, false, 10);
            time.advance(Duration.ofMillis(1));
        }
        assertThat(entered).isBetween(95, 105);
        entered(gate, false, 10);
        assertThat(refusal(gate, false)).isEqualTo("rate-limit reached, 50 calls per second");
    }

    @Test
    void fewerThanTenPerSecondAreSpreadAsWell() {
        Gate gate = gate(orders -> orders.rateLimit(3));
        int entered = 0;
        for (int seconds = 0; seconds < 20; seconds++) {
            entered += entered(gate, false, 1);
            time.advance(Duration.ofMillis(500));
        }
        assertThat(entered)
                .as("every half second is above the rate of one each third")
                .isEqualTo(20);
        assertThat(entered(gate, false, 10)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"GRADIENT2", "VEGAS"})
    void theAdaptiveLimitFallsWhileLatencyRises(AdaptiveLimit algorithm) {
        Gate gate = gate(orders -> orders.maxConcurrent(100).adaptiveLimit(algorithm));
        int entered = entered(gate, false, 200);
        assertThat(entered).isEqualTo(20);
        assertThat(refusal(gate, false)).isEqualTo("adaptive-limit reached, 20 calls are under way");
        int healthy = limitAfter(200, gate, 10 * MILLI);
        assertThat(healthy).isGreaterThan(20);
        assertThat(limitAfter(20, gate, 200 * MILLI)).isLessThan(healthy);
    }

    /* Always as many under way as are let in, of which each takes that long; so few that Vegas does not begin anew. */
    private int limitAfter(int samples, Gate gate, long nanos) {
        for (int i = 0; i < samples; i++) {
            time.advance(Duration.ofMillis(1));
            entered(gate, false, 100);
            gate.sample(time.nanoTime(), nanos, false);
        }
        return gate.limit();
    }

    @Test
    void calledUnderNewSettingsThoseUnderWayStayCounted() {
        Gate gate = gate(orders -> orders.maxConcurrent(3));
        assertThat(entered(gate, false, 5)).isEqualTo(3);
        gate.replace(policy(orders -> orders.maxConcurrent(5)));
        assertThat(gate.inFlight()).isEqualTo(3);
        assertThat(entered(gate, false, 5)).isEqualTo(2);
        gate.replace(policy(orders -> orders.maxConcurrent(1)));
        for (int i = 0; i < 4; i++) {
            gate.leave();
            assertThat(gate.enter(false)).isNotNull();
        }
        gate.leave();
        assertThat(gate.enter(false)).isNull();
    }
}
