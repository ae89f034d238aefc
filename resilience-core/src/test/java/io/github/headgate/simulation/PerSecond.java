package io.github.headgate.simulation;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** How often something happened, by the second. */
final class PerSecond {
    private long[] counts = new long[64];

    void count(long nanos) {
        int second = (int) TimeUnit.NANOSECONDS.toSeconds(nanos);
        if (second >= counts.length) {
            counts = Arrays.copyOf(counts, second * 2);
        }
        counts[second]++;
    }

    long at(int second) {
        return second < counts.length ? counts[second] : 0;
    }

    /** From one second on until before another. */
    long sum(int from, int until) {
        long sum = 0;
        for (int second = from; second < until; second++) {
            sum += at(second);
        }
        return sum;
    }

    /** The most in one second, from one on until before another. */
    long most(int from, int until) {
        long most = 0;
        for (int second = from; second < until; second++) {
            most = Math.max(most, at(second));
        }
        return most;
    }
}
