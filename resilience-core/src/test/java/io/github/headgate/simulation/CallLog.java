package io.github.headgate.simulation;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** How all calls of a simulation ended, by the second in which they began. */
final class CallLog {
    private final TreeMap<Integer, Latencies> seconds = new TreeMap<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private int underWay;

    void began() {
        underWay++;
    }

    void succeeded(long startNanos, long endNanos) {
        underWay--;
        second(startNanos).succeeded(endNanos - startNanos);
    }

    /** Failed, and as what. */
    void failed(long startNanos, String what) {
        underWay--;
        second(startNanos).failed();
        failures.merge(what, 1, Integer::sum);
    }

    private Latencies second(long nanos) {
        return seconds.computeIfAbsent((int) TimeUnit.NANOSECONDS.toSeconds(nanos), second -> new Latencies());
    }

    int underWay() {
        return underWay;
    }

    /** Of the calls that began in this second. */
    Latencies at(int second) {
        return seconds.getOrDefault(second, new Latencies());
    }

    /** Of the calls that began from one second on until before another. */
    Latencies between(int from, int until) {
        return Latencies.of(seconds.subMap(from, until).values());
    }

    /** As what calls failed, and how many of them. */
    Map<String, Integer> failures() {
        return failures;
    }
}
