package io.github.headgate.retry;

import java.time.Duration;
import java.util.Set;

/**
 * When a failed attempt is followed by another. Immutable.
 *
 * @param maxAttempts attempts per call, the first included; 1 turns retries off
 * @param backoff the longest wait before the second attempt; doubled for each further one, a random part of it is waited;
 *     zero for none
 * @param maxBackoff the longest wait before any attempt
 * @param statuses received statuses that are answered by another attempt, if the request is idempotent
 * @param budgetPercent how many retries the last ten seconds' calls allow, in percent of these calls
 * @param budgetMinPerSecond how many retries per second are allowed in any case, taken over ten seconds: ten times as many
 *     may come at once
 */
public record RetryPolicy(
        int maxAttempts,
        Duration backoff,
        Duration maxBackoff,
        Set<Integer> statuses,
        int budgetPercent,
        int budgetMinPerSecond) {

    /** 3 attempts, 25 to 250 ms of backoff, on 502, 503 and 504, with a budget of 20 % and 10 per second. */
    public static final RetryPolicy DEFAULT =
            new RetryPolicy(3, Duration.ofMillis(25), Duration.ofMillis(250), Set.of(502, 503, 504), 20, 10);

    /** A policy with its own copy of the statuses. */
    public RetryPolicy {
        statuses = Set.copyOf(statuses);
    }

    /** The same policy with this many attempts. */
    public RetryPolicy withMaxAttempts(int attempts) {
        return new RetryPolicy(attempts, backoff, maxBackoff, statuses, budgetPercent, budgetMinPerSecond);
    }

    /** The same policy with this backoff. */
    public RetryPolicy withBackoff(Duration first, Duration longest) {
        return new RetryPolicy(maxAttempts, first, longest, statuses, budgetPercent, budgetMinPerSecond);
    }

    /** The same policy, retrying on these received statuses. */
    public RetryPolicy withStatuses(Set<Integer> retried) {
        return new RetryPolicy(maxAttempts, backoff, maxBackoff, retried, budgetPercent, budgetMinPerSecond);
    }

    /** The same policy with this budget. */
    public RetryPolicy withBudget(int percent, int minPerSecond) {
        return new RetryPolicy(maxAttempts, backoff, maxBackoff, statuses, percent, minPerSecond);
    }
}
