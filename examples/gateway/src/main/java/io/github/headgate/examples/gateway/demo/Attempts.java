package io.github.headgate.examples.gateway.demo;

import io.github.headgate.CallListener;
import io.github.headgate.failure.AttemptReport;
import io.github.headgate.failure.UpstreamException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what Headgate did for the calls of one act. Thread-safe. */
final class Attempts implements CallListener {
    private final LongAdder calls = new LongAdder();
    private final LongAdder attempts = new LongAdder();
    private final Map<String, LongAdder> causes = new ConcurrentSkipListMap<>();

    void reset() {
        calls.reset();
        attempts.reset();
        causes.clear();
    }

    @Override
    public void attemptEnded(String upstream, AttemptReport attempt) {
        attempts.increment();
        attempt.failure().ifPresent(failure -> count(failure.type().token()));
    }

    @Override
    public void callAnswered(String upstream, List<AttemptReport> made, Duration elapsed) {
        calls.increment();
    }

    @Override
    public void callFailed(UpstreamException failure, Duration elapsed) {
        calls.increment();
        if (failure.attempts().isEmpty()) {
            count(failure.type().token());
        }
    }

    private void count(String cause) {
        causes.computeIfAbsent(cause, unused -> new LongAdder()).increment();
    }

    /** Attempts per call; 0 if there was no call. */
    double perCall() {
        long total = calls.sum();
        return total == 0 ? 0 : (double) attempts.sum() / total;
    }

    /** The failures by type, the most frequent first. */
    List<String> causes() {
        return causes.entrySet().stream()
                .sorted((a, b) -> Long.compare(b.getValue().sum(), a.getValue().sum()))
                .map(cause -> cause.getValue().sum() + " \u00d7 " + cause.getKey())
                .toList();
    }
}
