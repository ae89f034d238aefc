package io.github.headgate.simulation;

/** How long a server works on a request. */
@FunctionalInterface
interface ServiceTime {
    double P99 = 2.3263478740408408;

    /** In nanoseconds. */
    double nanos(Dice dice);

    /** Log-normal: half of the requests take less than the median, and one in a hundred more than the other. */
    static ServiceTime logNormal(double medianMillis, double p99Millis) {
        double spread = StrictMath.log(p99Millis / medianMillis) / P99;
        return dice -> medianMillis * 1e6 * StrictMath.exp(spread * dice.normal());
    }

    /** Exponential, of this mean. */
    static ServiceTime exponential(double meanMillis) {
        return dice -> meanMillis * 1e6 * dice.exponential();
    }

    /** Always the same. */
    static ServiceTime always(double millis) {
        return dice -> millis * 1e6;
    }
}
