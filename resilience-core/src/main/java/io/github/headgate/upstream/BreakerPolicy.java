package io.github.headgate.upstream;

import java.time.Duration;

/**
 * When an endpoint is ejected, and for how long. Immutable.
 *
 * @param failureRate percent of failed attempts within the window that ejects, from 1 to 100
 * @param window the time over which the rates are taken, in whole seconds
 * @param minimumCalls attempts within the window before the rates count
 * @param consecutiveFailures failures in a row that eject; 0 turns this off
 * @param openFor how long the first ejection lasts; doubled each time the probe fails
 * @param maxOpenFor the longest ejection
 * @param slowCallDuration attempts that take longer count as slow; 0 turns this off
 * @param slowCallRate percent of slow attempts within the window that ejects, from 1 to 100
 */
public record BreakerPolicy(
        int failureRate,
        Duration window,
        int minimumCalls,
        int consecutiveFailures,
        Duration openFor,
        Duration maxOpenFor,
        Duration slowCallDuration,
        int slowCallRate) {

    /** Half of at least 10 attempts in 10 s, or 5 failures in a row, eject for 1 to 60 s. */
    public static final BreakerPolicy DEFAULT = new BreakerPolicy(
            50, Duration.ofSeconds(10), 10, 5, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ZERO, 100);

    /** The same policy, ejecting at this failure rate of at least this many attempts within the window. */
    public BreakerPolicy withFailureRate(int percent, Duration within, int ofAtLeast) {
        return new BreakerPolicy(
                percent, within, ofAtLeast, consecutiveFailures, openFor, maxOpenFor, slowCallDuration, slowCallRate);
    }

    /** The same policy, ejecting after this many failures in a row; 0 turns it off. */
    public BreakerPolicy withConsecutiveFailures(int failures) {
        return new BreakerPolicy(
                failureRate, window, minimumCalls, failures, openFor, maxOpenFor, slowCallDuration, slowCallRate);
    }

    /** The same policy, ejecting for this long. */
    public BreakerPolicy withOpenFor(Duration first, Duration longest) {
        return new BreakerPolicy(
                failureRate, window, minimumCalls, consecutiveFailures, first, longest, slowCallDuration, slowCallRate);
    }

    /** The same policy, ejecting when this percentage of attempts takes longer than this. */
    public BreakerPolicy withSlowCalls(Duration slow, int percent) {
        return new BreakerPolicy(
                failureRate, window, minimumCalls, consecutiveFailures, openFor, maxOpenFor, slow, percent);
    }
}
