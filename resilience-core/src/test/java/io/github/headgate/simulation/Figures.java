package io.github.headgate.simulation;

import java.util.Map;
import java.util.stream.IntStream;

/** What came out of a run. Latencies are those of the calls that succeeded. */
final class Figures {
    /** A second is as good as before the fault if every call succeeds and p99 is at most so many times that of then. */
    static final double TOLERATED = 1.2;

    private static final int STEADY_SECONDS = 3;

    private final Scenario scenario;
    private final CallLog log;
    private final Fleet fleet;
    private final Latencies healthy;
    private final Latencies after;

    Figures(Scenario scenario, CallLog log, Fleet fleet) {
        this.scenario = scenario;
        this.log = log;
        this.fleet = fleet;
        this.healthy = log.between(Timeline.WARM_UP, from() - 1);
        this.after = log.between(from() + 1, end());
    }

    Scenario scenario() {
        return scenario;
    }

    private int from() {
        return scenario.timeline().faultFrom();
    }

    private int end() {
        return scenario.timeline().end();
    }

    /** Before the fault, but for the last second: what begins in that may still be under way when it comes. */
    Latencies healthy() {
        return healthy;
    }

    /** From one second after the beginning of the fault on. */
    Latencies after() {
        return after;
    }

    /** From the beginning of the fault on. */
    Latencies sinceFault() {
        return log.between(from(), end());
    }

    /** Of the last seconds of the scenario. */
    Latencies last(int seconds) {
        return log.between(end() - seconds, end());
    }

    Latencies at(int second) {
        return log.at(second);
    }

    long attempts(int second) {
        return fleet.attempts().at(second);
    }

    /** By how much p99 grew. */
    double p99Ratio() {
        return after.millis(99) / healthy.millis(99);
    }

    double attemptsPerCall() {
        return (double) fleet.attempts().sum(from() + 1, end()) / after.calls();
    }

    /** The least success in any second since the fault began, in percent. */
    double worstSuccess() {
        return IntStream.range(from(), end())
                .mapToDouble(second -> log.at(second).success())
                .min()
                .orElse(100);
    }

    /** The highest p99 of any second since the fault began, in milliseconds. */
    double worstP99() {
        return IntStream.range(from(), end())
                .mapToDouble(second -> log.at(second).millis(99))
                .max()
                .orElse(0);
    }

    /** The latency of the slowest call since the fault began that succeeded, in milliseconds. */
    double slowest() {
        return sinceFault().millis(100);
    }

    /** The most attempts in a second since the fault began, as a multiple of what is ordinary. */
    double peakLoad() {
        double ordinary = (double) fleet.attempts().sum(Timeline.WARM_UP, from()) / (from() - Timeline.WARM_UP);
        return fleet.attempts().most(from(), end()) / ordinary;
    }

    /** The share of all attempts that went to servers that something happened to, in percent; 100 if that is all of them. */
    double shareOfFaulty() {
        long faulty = scenario.timeline().changes().stream()
                .mapToInt(Timeline.Change::server)
                .distinct()
                .mapToLong(server -> fleet.attempts(server).sum(from() + 1, end()))
                .sum();
        return 100.0 * faulty / fleet.attempts().sum(from() + 1, end());
    }

    /* A second has its p99 from few calls, and those of the next two steady it. */
    private boolean isGood(int second) {
        double p99 =
                log.between(second, Math.min(end(), second + STEADY_SECONDS)).millis(99);
        return log.at(second).failures() == 0 && p99 <= TOLERATED * healthy.millis(99);
    }

    /** The first second from which on all are as good as before the fault; the end if the last one is not. */
    int recoveredAt() {
        int second = end();
        while (second > from() && isGood(second - 1)) {
            second--;
        }
        return second;
    }

    boolean isRecovered() {
        return recoveredAt() < end();
    }

    /** As what calls failed, and how many of them. */
    Map<String, Integer> failures() {
        return log.failures();
    }
}
