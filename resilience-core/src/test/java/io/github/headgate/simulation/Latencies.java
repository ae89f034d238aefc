package io.github.headgate.simulation;

import java.util.Arrays;
import java.util.Collection;

/** How calls ended that began in the same second, or in several. */
final class Latencies {
    private long[] succeeded = new long[64];
    private int successes;
    private int failures;
    private boolean isSorted;

    void succeeded(long nanos) {
        if (successes == succeeded.length) {
            succeeded = Arrays.copyOf(succeeded, successes * 2);
        }
        succeeded[successes++] = nanos;
        isSorted = false;
    }

    void failed() {
        failures++;
    }

    static Latencies of(Collection<Latencies> parts) {
        Latencies all = new Latencies();
        for (Latencies part : parts) {
            all.failures += part.failures;
            for (int i = 0; i < part.successes; i++) {
                all.succeeded(part.succeeded[i]);
            }
        }
        return all;
    }

    int calls() {
        return successes + failures;
    }

    int successes() {
        return successes;
    }

    int failures() {
        return failures;
    }

    /** In percent; 100 of no calls. */
    double success() {
        return calls() == 0 ? 100 : 100.0 * successes / calls();
    }

    /** Of the calls that succeeded, in milliseconds: the smallest latency that so many percent do not exceed; 0 for none. */
    double millis(double percent) {
        if (successes == 0) {
            return 0;
        }
        if (!isSorted) {
            Arrays.sort(succeeded, 0, successes);
            isSorted = true;
        }
        int rank = (int) Math.ceil(percent / 100 * successes);
        return succeeded[Math.max(0, rank - 1)] / 1e6;
    }
}
