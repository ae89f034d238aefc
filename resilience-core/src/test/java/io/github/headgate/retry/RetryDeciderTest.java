package io.github.headgate.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.failure.Resend;
import io.github.headgate.retry.RetryDecider.FailedAttempt;
import io.github.headgate.retry.RetryDecision.Retry;
import io.github.headgate.retry.RetryDecision.Stop;
import io.github.headgate.retry.RetryDecision.StopReason;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryDeciderTest {
    private static final long NOW = 1_000_000_000_000L;
    private static final Deadline DEADLINE = Deadline.after(Duration.ofSeconds(10), NOW);
    private static final Replayability IDEMPOTENT = new Replayability(true, true);
    private static final Replayability NOT_IDEMPOTENT = new Replayability(false, true);
    private static final Replayability BODY_GONE = new Replayability(true, false);
    private static final long NONE = 0;

    private final RetryPolicy policy = RetryPolicy.DEFAULT
            .withMaxAttempts(10)
            .withBackoff(Duration.ofMillis(25), Duration.ofMillis(250))
            .withBudget(0, 1);
    private final RetryBudget budget = new RetryBudget(policy, NOW);
    private final RetryDecider decider = new RetryDecider(policy, budget, () -> 1.0);

    @ParameterizedTest
    @CsvSource({
        "NEVER,      true,  true,  true,  POINTLESS",
        "ELSEWHERE,  true,  true,  false, POINTLESS",
        "IDEMPOTENT, false, true,  true,  NOT_REPLAYABLE",
        "IDEMPOTENT, true,  false, true,  BODY_GONE",
        "ANY,        false, false, true,  BODY_GONE",
        "ELSEWHERE,  false, false, true,  BODY_GONE",
    })
    void givenARequestThatMayNotBeSentAgain_thenItStopsAndSaysWhy(
            Resend resend, boolean isIdempotent, boolean hasBody, boolean hasOther, StopReason reason) {
        Replayability request = new Replayability(isIdempotent, hasBody);

        assertThat(decide(new FailedAttempt(1, resend, request, hasOther, NONE)))
                .isEqualTo(new Stop(reason));
        assertThat(leftInBudget()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({
        "ANY,        false, true",
        "ANY,        false, false",
        "ELSEWHERE,  false, true",
        "IDEMPOTENT, true,  true",
        "IDEMPOTENT, true,  false",
    })
    void givenARequestThatMayBeSentAgain_thenItIsAndOnePaymentIsTakenFromTheBudget(
            Resend resend, boolean isIdempotent, boolean hasOther) {
        Replayability request = new Replayability(isIdempotent, true);

        assertThat(decide(new FailedAttempt(1, resend, request, hasOther, NONE)))
                .isInstanceOf(Retry.class);
        assertThat(leftInBudget()).isEqualTo(9);
    }

    @Test
    void givenTheLastAttemptOfThePolicy_thenNoneIsLeft() {
        assertThat(decide(new FailedAttempt(9, Resend.ANY, IDEMPOTENT, true, NONE)))
                .isInstanceOf(Retry.class);
        assertThat(decide(new FailedAttempt(10, Resend.ANY, IDEMPOTENT, true, NONE)))
                .isEqualTo(new Stop(StopReason.ATTEMPTS_USED));
        assertThat(leftInBudget()).isEqualTo(9);
    }

    @Test
    void givenRetriesAreOff_thenTheFirstAttemptIsTheLast() {
        RetryDecider off = new RetryDecider(policy.withMaxAttempts(1), budget, () -> 1.0);

        assertThat(off.decide(new FailedAttempt(1, Resend.ANY, IDEMPOTENT, true, NONE), DEADLINE, NOW))
                .isEqualTo(new Stop(StopReason.ATTEMPTS_USED));
    }

    @Test
    void givenNoMoreTimeThanTheWait_thenItStopsAndTheBudgetIsNotTouched() {
        FailedAttempt failed = new FailedAttempt(1, Resend.IDEMPOTENT, IDEMPOTENT, true, NONE);
        Deadline tooSoon = Deadline.after(Duration.ofMillis(25), NOW);
        Deadline justInTime = Deadline.after(Duration.ofMillis(25).plusNanos(1), NOW);

        assertThat(decider.decide(failed, justInTime, NOW)).isInstanceOf(Retry.class);
        assertThat(decider.decide(failed, tooSoon, NOW)).isEqualTo(new Stop(StopReason.DEADLINE));
        assertThat(leftInBudget()).isEqualTo(9);
    }

    @Test
    void givenADeadlineThatHasPassed_thenItStopsEvenWithoutAWait() {
        Deadline passed = Deadline.after(Duration.ZERO, NOW);

        assertThat(decider.decide(new FailedAttempt(1, Resend.ANY, IDEMPOTENT, true, NONE), passed, NOW + 1))
                .isEqualTo(new Stop(StopReason.DEADLINE));
    }

    @Test
    void givenTheOnlyEndpointAsksToBeLeftAloneForLongerThanTheDeadline_thenItStops() {
        assertThat(decide(new FailedAttempt(1, Resend.IDEMPOTENT, IDEMPOTENT, false, Long.MAX_VALUE)))
                .isEqualTo(new Stop(StopReason.DEADLINE));
    }

    @Test
    void givenABudgetThatIsSpent_thenItStops() {
        FailedAttempt failed = new FailedAttempt(1, Resend.ANY, IDEMPOTENT, true, NONE);
        LongStream.range(0, 10).forEach(i -> budget.withdraw(NOW));

        assertThat(decide(failed)).isEqualTo(new Stop(StopReason.BUDGET));
    }

    @Test
    void givenAnotherEndpointAndARequestThatWasNotProcessed_thenItGoesThereAtOnce() {
        assertThat(delay(new FailedAttempt(1, Resend.ANY, IDEMPOTENT, true, seconds(5))))
                .isZero();
        assertThat(delay(new FailedAttempt(1, Resend.ELSEWHERE, IDEMPOTENT, true, seconds(5))))
                .isZero();
    }

    @Test
    void givenAnotherEndpointAndARequestThatMayHaveBeenProcessed_thenTheBackoffIsWaitedButNotTheWishOfTheFirst() {
        assertThat(delay(new FailedAttempt(1, Resend.IDEMPOTENT, IDEMPOTENT, true, seconds(5))))
                .isEqualTo(millis(25));
    }

    @Test
    void givenNoOtherEndpoint_thenTheLongerOfBackoffAndTheEndpointsWishIsWaited() {
        assertThat(delay(new FailedAttempt(1, Resend.ANY, IDEMPOTENT, false, NONE)))
                .isEqualTo(millis(25));
        assertThat(delay(new FailedAttempt(1, Resend.ANY, IDEMPOTENT, false, millis(10))))
                .isEqualTo(millis(25));
        assertThat(delay(new FailedAttempt(1, Resend.IDEMPOTENT, IDEMPOTENT, false, seconds(5))))
                .isEqualTo(seconds(5));
    }

    @ParameterizedTest
    @CsvSource({"1, 25", "2, 50", "3, 100", "4, 200", "5, 250", "6, 250", "9, 250"})
    void givenFurtherAttempts_thenTheBackoffDoublesUpToItsLongest(int attempt, long millis) {
        assertThat(delay(new FailedAttempt(attempt, Resend.IDEMPOTENT, IDEMPOTENT, false, NONE)))
                .isEqualTo(millis(millis));
    }

    @Test
    void givenTheHundredthAttempt_thenTheBackoffIsStillItsLongest() {
        RetryDecider patient = new RetryDecider(policy.withMaxAttempts(200), budget, () -> 1.0);

        assertThat(patient.decide(new FailedAttempt(100, Resend.ANY, IDEMPOTENT, false, NONE), DEADLINE, NOW))
                .isEqualTo(new Retry(millis(250)));
    }

    @ParameterizedTest
    @CsvSource({"0.0, 0", "0.5, 12500000", "0.99, 24750000"})
    void givenADrawOfLots_thenThatPartOfTheBackoffIsWaited(double drawn, long nanos) {
        RetryDecider jittered = new RetryDecider(policy, budget, () -> drawn);

        assertThat(jittered.decide(new FailedAttempt(1, Resend.ANY, IDEMPOTENT, false, NONE), DEADLINE, NOW))
                .isEqualTo(new Retry(nanos));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1000000, 1000000, 1000000", "500000, 2000000, 500000", "1500000, 9000000, 1500000"})
    void givenAShortBackoffOrNone_thenItIsWaitedAsItIs(long backoff, long maxBackoff, long waited) {
        RetryPolicy quick = policy.withBackoff(Duration.ofNanos(backoff), Duration.ofNanos(maxBackoff));
        RetryDecider decider = new RetryDecider(quick, budget, () -> 1.0);

        assertThat(decider.decide(new FailedAttempt(1, Resend.ANY, IDEMPOTENT, false, NONE), DEADLINE, NOW))
                .isEqualTo(new Retry(waited));
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonToStopHasItsWords(StopReason reason) {
        assertThat(reason.words()).isNotBlank();
    }

    @Test
    void givenARequestThatIsNeitherIdempotentNorThereAnyMore_thenWhatMattersFirstIsThatItMayHaveBeenProcessed() {
        assertThat(decide(new FailedAttempt(1, Resend.IDEMPOTENT, new Replayability(false, false), true, NONE)))
                .isEqualTo(new Stop(StopReason.NOT_REPLAYABLE));
        assertThat(decide(new FailedAttempt(1, Resend.IDEMPOTENT, BODY_GONE, true, NONE)))
                .isEqualTo(new Stop(StopReason.BODY_GONE));
        assertThat(decide(new FailedAttempt(1, Resend.IDEMPOTENT, NOT_IDEMPOTENT, true, NONE)))
                .isEqualTo(new Stop(StopReason.NOT_REPLAYABLE));
    }

    private RetryDecision decide(FailedAttempt failed) {
        return decider.decide(failed, DEADLINE, NOW);
    }

    private long delay(FailedAttempt failed) {
        return decide(failed) instanceof Retry retry ? retry.delayNanos() : -1;
    }

    private int leftInBudget() {
        int left = 0;
        while (budget.withdraw(NOW)) {
            left++;
        }
        return left;
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
