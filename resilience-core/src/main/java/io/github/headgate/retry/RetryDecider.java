package io.github.headgate.retry;

import io.github.headgate.failure.Resend;
import io.github.headgate.retry.RetryDecision.Retry;
import io.github.headgate.retry.RetryDecision.Stop;
import io.github.headgate.retry.RetryDecision.StopReason;
import io.github.resilience4j.core.IntervalFunction;
import java.util.function.DoubleSupplier;

/** Decides whether a failed attempt is followed by another, and after which wait. Thread-safe. */
public final class RetryDecider {
    private final RetryPolicy policy;
    private final RetryBudget budget;
    private final IntervalFunction backoff;
    private final DoubleSupplier random;

    /**
     * A failed attempt.
     *
     * @param number of the attempt, from 1
     * @param resend whether the failure allows another attempt
     * @param replayability what the request is worth
     * @param hasOtherEndpoint whether an endpoint is left that this call has not tried
     * @param waitNanos how long the endpoint asked to be left alone, in nanoseconds; 0 if it did not
     */
    public record FailedAttempt(
            int number, Resend resend, Replayability replayability, boolean hasOtherEndpoint, long waitNanos) {}

    /**
     * @param policy the settings
     * @param budget shared by all calls of the upstream
     * @param random from 0 to 1, for the jitter of the backoff
     */
    public RetryDecider(RetryPolicy policy, RetryBudget budget, DoubleSupplier random) {
        this.policy = policy;
        this.budget = budget;
        this.random = random;
        this.backoff = backoffNanos(policy);
    }

    /* The engine calls its unit milliseconds, but only multiplies; so shorter backoffs than one are kept. */
    private static IntervalFunction backoffNanos(RetryPolicy policy) {
        return policy.backoff().isZero()
                ? attempt -> 0L
                : IntervalFunction.ofExponentialBackoff(
                        policy.backoff().toNanos(), 2.0, policy.maxBackoff().toNanos());
    }

    /**
     * Decides; a positive decision, and only that, is paid from the budget.
     *
     * @param failed the attempt that failed
     * @param deadline of the call; a wait that would not leave any time before it is not begun
     * @param nowNanos the present, on the scale of {@link TimeSource#nanoTime()}
     */
    public RetryDecision decide(FailedAttempt failed, Deadline deadline, long nowNanos) {
        Resend resend = failed.resend();
        if (resend == Resend.NEVER || (resend == Resend.ELSEWHERE && !failed.hasOtherEndpoint())) {
            return new Stop(StopReason.POINTLESS);
        }
        if (!failed.replayability().permits(resend)) {
            boolean mayBeProcessed =
                    resend == Resend.IDEMPOTENT && !failed.replayability().isIdempotent();
            return new Stop(mayBeProcessed ? StopReason.NOT_REPLAYABLE : StopReason.BODY_GONE);
        }
        if (failed.number() >= policy.maxAttempts()) {
            return new Stop(StopReason.ATTEMPTS_USED);
        }
        long delay = delayNanos(failed);
        if (deadline.leftNanos(nowNanos) - delay <= 0) {
            return new Stop(StopReason.DEADLINE);
        }
        return budget.withdraw(nowNanos) ? new Retry(delay) : new Stop(StopReason.BUDGET);
    }

    /* What another endpoint has not been asked for needs no wait, if the first one did not even see the request. */
    private long delayNanos(FailedAttempt failed) {
        if (failed.hasOtherEndpoint() && failed.resend() != Resend.IDEMPOTENT) {
            return 0;
        }
        long jittered = (long) (backoff.apply(failed.number()) * random.getAsDouble());
        return failed.hasOtherEndpoint() ? jittered : Math.max(jittered, failed.waitNanos());
    }
}
