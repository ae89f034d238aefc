package io.github.headgate.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * When what happens in a scenario: a healthy phase to compare with, then a fault, which may end before the scenario does. All
 * times in seconds. Not thread-safe; not changed once the scenario runs.
 */
final class Timeline {
    /** Until then connections are made and latencies learnt; nothing is measured. */
    static final int WARM_UP = 2;

    private final List<Change> changes = new ArrayList<>();
    private final List<Load> loads = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private int faultFrom = 10;
    private int faultUntil = Integer.MAX_VALUE;
    private int end = 40;

    /** What becomes of a server, and when. */
    record Change(long atNanos, int server, Condition condition) {}

    /** By how much the ordinary load is multiplied from an instant on. */
    record Load(long fromNanos, double factor) {}

    /** Which servers the name resolves to from an instant on: from one index until before another. */
    record Answer(long fromNanos, int from, int until) {}

    /** When the fault begins, and when it ends. */
    Timeline fault(int from, int until) {
        this.faultFrom = from;
        this.faultUntil = until;
        return this;
    }

    /** When the fault begins, which stays. */
    Timeline fault(int from) {
        return fault(from, Integer.MAX_VALUE);
    }

    /** When the last call is made. */
    Timeline end(int second) {
        this.end = second;
        return this;
    }

    /** From then on a server is in this condition. */
    Timeline at(double second, int server, Condition condition) {
        changes.add(new Change(nanos(second), server, condition));
        return this;
    }

    /** From then on the servers from one index until before another are in this condition. */
    Timeline at(double second, int from, int until, Condition condition) {
        for (int server = from; server < until; server++) {
            at(second, server, condition);
        }
        return this;
    }

    /** From then on so many times the ordinary load. */
    Timeline load(double second, double factor) {
        loads.add(new Load(nanos(second), factor));
        return this;
    }

    /** From then on the name resolves to the servers from one index until before another. */
    Timeline resolves(double second, int from, int until) {
        answers.add(new Answer(nanos(second), from, until));
        return this;
    }

    List<Change> changes() {
        return changes;
    }

    /** What the name resolves to now. */
    Answer answerAt(long nanos) {
        Answer now = answers.get(0);
        for (Answer answer : answers) {
            now = answer.fromNanos <= nanos ? answer : now;
        }
        return now;
    }

    int faultFrom() {
        return faultFrom;
    }

    int faultUntil() {
        return faultUntil;
    }

    int end() {
        return end;
    }

    long endNanos() {
        return nanos(end);
    }

    double factorAt(long nanos) {
        double factor = 1;
        for (Load load : loads) {
            factor = load.fromNanos <= nanos ? load.factor : factor;
        }
        return factor;
    }

    /** When the load changes next. */
    long nextLoadNanos(long nanos) {
        return loads.stream()
                .mapToLong(Load::fromNanos)
                .filter(from -> from > nanos)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    private static long nanos(double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }
}
