package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EndpointLoadTest {
    private static final long MILLI = 1_000_000;

    private final EndpointLoad load = new EndpointLoad();

    @Test
    void silenceIsLatencyWhileSomebodyWaits() {
        load.observe(5 * MILLI, 0);
        load.began(0);
        assertThat(load.latencyNanos(3 * MILLI)).isCloseTo(5 * MILLI, within(0.01 * MILLI));
        assertThat(load.latencyNanos(80 * MILLI)).isEqualTo(80 * MILLI);
        load.heard(80 * MILLI);
        assertThat(load.latencyNanos(80 * MILLI)).isLessThan(5 * MILLI);
    }

    @Test
    void silenceCountsFromTheLastThatWasHeard() {
        load.began(0);
        load.began(10 * MILLI);
        load.heard(50 * MILLI);
        assertThat(load.latencyNanos(70 * MILLI)).isEqualTo(20 * MILLI);
        load.heard(70 * MILLI);
        load.began(500 * MILLI);
        assertThat(load.latencyNanos(501 * MILLI)).isEqualTo(MILLI);
    }

    @Test
    void aBodyThatIsStillReadIsInFlightAndNobodyWaits() {
        load.began(0);
        load.heard(MILLI);
        assertThat(load.inFlight()).isEqualTo(1);
        assertThat(load.latencyNanos(60_000 * MILLI)).isZero();
        load.ended();
        assertThat(load.inFlight()).isZero();
    }

    @Test
    void aFailureThatCostsLittleDoesNotMakeItFaster() {
        load.observe(50 * MILLI, 0);
        load.observeFailure(MILLI, MILLI);
        assertThat(load.latencyNanos(MILLI)).isCloseTo(50 * MILLI, within(0.01 * MILLI));
        load.observeFailure(75 * MILLI, MILLI);
        assertThat(load.latencyNanos(MILLI)).isEqualTo(75 * MILLI);
    }

    @Test
    void latencyFadesAsTheExponentialFunctionDoes() {
        load.observe(1_000 * MILLI, 0);
        for (int seconds = 1; seconds <= 60; seconds++) {
            double expected = 1_000 * MILLI * Math.exp(-seconds / 10.0);
            assertThat(load.latencyNanos(Duration.ofSeconds(seconds).toNanos()))
                    .isCloseTo(expected, within(0.015 * expected));
        }
    }
}
