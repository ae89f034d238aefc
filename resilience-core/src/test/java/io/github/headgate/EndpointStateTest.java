package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.failure.ExchangePhase;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import io.github.headgate.upstream.BreakerPolicy;
import io.github.headgate.upstream.Endpoint;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EndpointStateTest {
    private static final Failure REFUSED = Failure.of(FailureType.CONNECTION_REFUSED);
    private static final Failure STALE = Failure.of(FailureType.CONNECTION_TERMINATED, ExchangePhase.EXCHANGING, null)
            .withoutBlame();

    private final FakeTime time = new FakeTime();
    private final EndpointState state = new EndpointState(
            Endpoint.parse("http://10.0.0.11:8080", false),
            new EndpointPolicy("orders", BreakerPolicy.DEFAULT, Duration.ZERO, 0),
            time,
            new EndpointPool.Listener() {});
    private final Ejection ejection = state.ejection();

    private Lease leased() {
        @Nullable Lease lease = state.lease();
        assertThat(lease).isNotNull();
        return java.util.Objects.requireNonNull(lease);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            leased().failed(REFUSED, 1);
        }
    }

    @Test
    void isEjectedAfterFiveFailuresInARow() {
        fail(4);
        assertThat(ejection.breakerState()).isEqualTo(State.CLOSED);
        fail(1);
        assertThat(ejection.breakerState()).isEqualTo(State.OPEN);
        assertThat(state.lease()).isNull();
        assertThat(ejection.refuses(time.nanoTime())).isTrue();
        assertThat(ejection.nanosToProbe(time.nanoTime()))
                .isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void aSuccessInBetweenBreaksTheRow() {
        fail(4);
        leased().answered(200, 1);
        fail(4);
        assertThat(ejection.breakerState()).isEqualTo(State.CLOSED);
    }

    @Test
    void isNotAvoidedByOneWhoReadTheClockBeforeTheFirstCallOfAnother() {
        long before = time.nanoTime();
        time.advance(Duration.ofMillis(1));
        leased().answered(200, 1);
        assertThat(state.isAvoided(true, before)).isFalse();
    }

    @Test
    void isEjectedByFailureRateOfEnoughAttempts() {
        for (int i = 0; i < 5; i++) {
            assertThat(ejection.breakerState()).isEqualTo(State.CLOSED);
            leased().answered(200, 1);
            leased().answered(503, 1);
        }
        assertThat(ejection.breakerState()).isEqualTo(State.OPEN);
    }

    @Test
    void letsOneProbeThroughWhenTheTimeIsOver() {
        fail(5);
        time.advance(Duration.ofMillis(999));
        assertThat(state.lease()).isNull();
        time.advance(Duration.ofMillis(2));
        Lease probe = leased();
        assertThat(state.lease()).as("a second probe").isNull();
        probe.answered(200, 1);
        assertThat(ejection.breakerState()).isEqualTo(State.CLOSED);
    }

    @Test
    void staysEjectedTwiceAsLongEachTimeTheProbeFailsUpToTheLimit() {
        fail(5);
        long expected = 1;
        for (int probes = 0; probes < 8; probes++) {
            assertThat(ejection.nanosToProbe(time.nanoTime()))
                    .isEqualTo(Duration.ofSeconds(Math.min(expected, 60)).toNanos());
            time.advance(
                    Duration.ofNanos(ejection.nanosToProbe(time.nanoTime())).plusMillis(1));
            leased().failed(REFUSED, 1);
            expected *= 2;
        }
    }

    @Test
    void aProbeThatIsReleasedLeavesRoomForTheNext() {
        fail(5);
        time.advance(Duration.ofMillis(1001));
        leased().released();
        leased().answered(200, 1);
        assertThat(ejection.breakerState()).isEqualTo(State.CLOSED);
    }

    @Test
    void aFailureWithoutBlameIsNotCounted() {
        for (int i = 0; i < 100; i++) {
            leased().failed(STALE, 1);
            leased().failed(Failure.of(FailureType.CONNECTION_LIMIT_REACHED), 1);
        }
        assertThat(ejection.breakerState()).isEqualTo(State.CLOSED);
        assertThat(state.lastFailure()).isNull();
    }

    @Test
    void clientErrorsAreAnswersAndServerErrorsAreFailures() {
        for (int i = 0; i < 20; i++) {
            leased().answered(404, 1);
        }
        assertThat(ejection.breakerState()).isEqualTo(State.CLOSED);
        for (int i = 0; i < 5; i++) {
            leased().answered(500, 1);
        }
        assertThat(ejection.breakerState()).isEqualTo(State.OPEN);
        assertThat(state.lastFailure()).isEqualTo(new EndpointState.LastFailure("status 500", null, time.instant()));
    }

    @Test
    void tellsWhatItsBreakerHasCounted() {
        leased().answered(200, 1);
        leased().answered(404, 1);
        leased().answered(500, 1);
        leased().failed(REFUSED, 1);
        leased().failed(STALE, 1);
        leased().released();
        assertThat(ejection.counts()).isEqualTo(new EndpointBreaker.Counts(4, 2));
        time.advance(BreakerPolicy.DEFAULT.window());
        assertThat(ejection.counts()).isEqualTo(new EndpointBreaker.Counts(0, 0));
    }

    @Test
    void whileEjectedTheCountsAreThoseThatEjectedIt() {
        leased().answered(200, 1);
        fail(5);
        assertThat(ejection.breakerState()).isEqualTo(State.OPEN);
        assertThat(ejection.counts()).isEqualTo(new EndpointBreaker.Counts(6, 5));
        time.advance(Duration.ofMillis(1001));
        leased().answered(200, 1);
        assertThat(ejection.counts()).as("after the probe").isEqualTo(new EndpointBreaker.Counts(0, 0));
    }

    @Test
    void aLeaseEndsOnce() {
        Lease lease = leased();
        assertThat(state.inFlight()).isOne();
        lease.answered(200, 1);
        lease.failed(REFUSED, 1);
        lease.released();
        assertThat(state.inFlight()).isZero();
        assertThat(state.lastFailure()).isNull();
    }

    @Test
    void theCorrectionOfTheWallClockDoesNotMatter() {
        MonotonicClock clock = new MonotonicClock(time);
        time.advance(Duration.ofSeconds(5));
        assertThat(clock.instant()).isEqualTo(time.instant());
    }

    @Test
    void whatBeganBeforeTheEjectionSaysNothingAboutTheProbe() {
        Lease late = leased();
        Lease later = leased();
        Lease latest = leased();
        fail(5);
        time.advance(Duration.ofMillis(1001));
        Lease probe = leased();
        late.failed(REFUSED, 1);
        later.released();
        assertThat(state.lease()).as("a second probe").isNull();
        latest.answered(200, 1);
        assertThat(ejection.breakerState()).isEqualTo(State.HALF_OPEN);
        probe.answered(200, 1);
        assertThat(ejection.breakerState()).isEqualTo(State.CLOSED);
        assertThat(state.inFlight()).isZero();
    }

    @Test
    void aProbeIsLeftToACallThatMayBeSentAgainForAWhile() {
        fail(5);
        time.advance(Duration.ofMillis(1001));
        assertThat(state.isAvoided(true, time.nanoTime())).isFalse();
        assertThat(state.isAvoided(false, time.nanoTime())).isTrue();
        time.advance(Duration.ofSeconds(5));
        assertThat(state.isAvoided(false, time.nanoTime())).isFalse();
        leased();
        assertThat(state.isAvoided(true, time.nanoTime()))
                .as("while it is probed")
                .isTrue();
    }

    @Test
    void anEndpointThatAsksToBeLeftAloneIsAvoidedAndItsEjectionLastsAsLong() {
        state.rest(Duration.ofSeconds(20).toNanos());
        assertThat(state.isAvoided(true, time.nanoTime())).isTrue();
        fail(5);
        assertThat(ejection.nanosToProbe(time.nanoTime()))
                .isEqualTo(Duration.ofSeconds(20).toNanos());
        state.rest(Duration.ofDays(1).toNanos());
        time.advance(Duration.ofSeconds(61));
        assertThat(state.isAvoided(true, time.nanoTime()))
                .as("no longer than the longest ejection")
                .isFalse();
    }

    @Test
    void whatIsSaidByHandHolds() {
        ejection.admit(Admission.FORCED_CLOSED, Admission.AUTOMATIC);
        fail(20);
        assertThat(state.isAvoided(true, time.nanoTime())).isFalse();
        assertThat(ejection.counts()).isEqualTo(new EndpointBreaker.Counts(20, 20));
        ejection.admit(Admission.DRAINED, Admission.AUTOMATIC);
        assertThat(state.lease()).isNull();
        assertThat(ejection.refuses(time.nanoTime())).isTrue();
        ejection.admit(Admission.AUTOMATIC, Admission.FORCED_OPEN);
        assertThat(state.lease()).isNull();
        ejection.admit(Admission.FORCED_CLOSED, Admission.DRAINED);
        assertThat(state.lease()).as("a refusal wins").isNull();
        ejection.admit(Admission.AUTOMATIC, Admission.AUTOMATIC);
        assertThat(ejection.breakerState()).isEqualTo(State.CLOSED);
        fail(5);
        assertThat(ejection.breakerState()).isEqualTo(State.OPEN);
    }

    @Test
    void anEndpointThatIsForcedOpenAndThenAutomaticBeginsAsClosed() {
        fail(5);
        ejection.admit(Admission.FORCED_OPEN, Admission.AUTOMATIC);
        ejection.admit(Admission.AUTOMATIC, Admission.AUTOMATIC);
        leased().answered(200, 1);
        assertThat(ejection.breakerState()).isEqualTo(State.CLOSED);
    }

    @Test
    void otherSettingsOfTheBreakerHoldAtOnceAndAnEjectionStays() {
        fail(5);
        state.policy(new EndpointPolicy("orders", BreakerPolicy.DEFAULT.withConsecutiveFailures(2), Duration.ZERO, 0));
        assertThat(state.lease()).isNull();
        assertThat(ejection.nanosToProbe(time.nanoTime()))
                .isEqualTo(Duration.ofSeconds(1).toNanos());
        time.advance(Duration.ofMillis(1001));
        leased().answered(200, 1);
        fail(2);
        assertThat(ejection.breakerState()).isEqualTo(State.OPEN);
    }

    @Test
    void aRecoveredEndpointGetsItsShareStepByStep() {
        state.policy(new EndpointPolicy("orders", BreakerPolicy.DEFAULT, Duration.ofSeconds(10), 0));
        assertThat(state.ramp(time.nanoTime())).isEqualTo(1);
        fail(5);
        time.advance(Duration.ofMillis(1001));
        leased().answered(200, 1);
        assertThat(state.ramp(time.nanoTime())).isEqualTo(0.1);
        time.advance(Duration.ofSeconds(5));
        assertThat(state.ramp(time.nanoTime())).isEqualTo(0.5);
        time.advance(Duration.ofSeconds(5));
        assertThat(state.ramp(time.nanoTime())).isEqualTo(1);
    }

    @Test
    void anEndpointThatIsWellAgainIsProbedAtOnce() {
        state.health(Health.UNHEALTHY);
        fail(5);
        state.health(Health.HEALTHY);
        assertThat(state.isAvoided(true, time.nanoTime())).isFalse();
        leased().answered(200, 1);
        assertThat(ejection.breakerState()).isEqualTo(State.CLOSED);
    }
}
