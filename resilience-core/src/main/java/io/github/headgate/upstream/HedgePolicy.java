package io.github.headgate.upstream;

import java.time.Duration;

/**
 * When a second attempt is made at another endpoint although the first is still under way: only of calls that may be sent
 * again; the first to answer wins, and the other is aborted. Immutable.
 *
 * @param delay after which the second attempt begins; with a percentile, the shortest such delay
 * @param percentile the second attempt begins when the first has taken longer than so many percent of the last attempts, from
 *     1 to 99; 0 for a fixed delay
 * @param maxExtraPercent the most second attempts, in percent of calls
 */
public record HedgePolicy(Duration delay, int percentile, int maxExtraPercent) {
    /** No hedging. */
    public static final HedgePolicy OFF = new HedgePolicy(Duration.ZERO, 0, 10);

    /** A second attempt after this delay, for at most 10 % of calls. */
    public static HedgePolicy after(Duration delay) {
        return new HedgePolicy(delay, 0, OFF.maxExtraPercent);
    }

    /** A second attempt when the first takes longer than so many percent of attempts do, for at most 10 % of calls. */
    public static HedgePolicy afterPercentile(int percentile) {
        return new HedgePolicy(Duration.ZERO, percentile, OFF.maxExtraPercent);
    }

    /** The same policy with this limit. */
    public HedgePolicy withMaxExtraPercent(int percent) {
        return new HedgePolicy(delay, this.percentile, percent);
    }

    /** Whether there are second attempts at all. */
    public boolean isOn() {
        return !delay.isZero() || percentile > 0;
    }
}
