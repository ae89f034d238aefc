package io.github.headgate.upstream;

import java.time.Duration;

/**
 * When an endpoint is ejected because it stands out from its peers. Never more than half of the endpoints are out for this
 * reason or by health checks, and never the last one. Immutable.
 *
 * @param interval how often endpoints are compared; 0 for never
 * @param minimumCalls attempts since the last comparison before an endpoint takes part
 * @param errorRate so many percentage points of failed attempts above the median of all eject; 0 turns this off
 * @param latencyFactor a mean latency of so many times the median of all ejects; 0 turns this off
 * @param observeOnly whether an outlier is only told of, in the log, and not ejected
 */
public record OutlierPolicy(
        Duration interval, int minimumCalls, int errorRate, int latencyFactor, boolean observeOnly) {
    /** Every 2 s, of at least 20 attempts: 20 percentage points more failures, or 5 times the latency. */
    public static final OutlierPolicy DEFAULT = new OutlierPolicy(Duration.ofSeconds(2), 20, 20, 5, false);

    /** No endpoint is compared with another. */
    public static final OutlierPolicy OFF = new OutlierPolicy(Duration.ZERO, 20, 20, 5, false);

    /** Whether endpoints are compared at all. */
    public boolean isOn() {
        return !interval.isZero() && (errorRate > 0 || latencyFactor > 0);
    }

    /** The same policy, only telling of outliers. */
    public OutlierPolicy observing() {
        return new OutlierPolicy(interval, minimumCalls, errorRate, latencyFactor, true);
    }
}
