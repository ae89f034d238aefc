package io.github.headgate;

import io.github.headgate.failure.AttemptReport;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.UpstreamException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a call has gone through so far, and the words for it. Used by one thread at a time. */
final class CallRecord {
    private final String upstream;
    private final long startNanos;
    private final int maxAttempts;
    private final List<AttemptReport> attempts = new ArrayList<>(2);

    CallRecord(String upstream, long startNanos, int maxAttempts) {
        this.upstream = upstream;
        this.startNanos = startNanos;
        this.maxAttempts = maxAttempts;
    }

    int nextNumber() {
        return attempts.size() + 1;
    }

    List<AttemptReport> attempts() {
        return List.copyOf(attempts);
    }

    /** The one that was added last; there is one. */
    AttemptReport last() {
        return attempts.get(attempts.size() - 1);
    }

    Duration elapsed(long nowNanos) {
        return Duration.ofNanos(nowNanos - startNanos);
    }

    AttemptReport add(Outcome<?> outcome) {
        Attempt attempt = outcome.attempt();
        AttemptReport report = new AttemptReport(
                attempt.number(),
                outcome.lease().state().inWords(),
                Duration.ofNanos(attempt.startNanos() - startNanos),
                Duration.ofNanos(outcome.elapsedNanos()),
                outcome.failure(),
                outcome.status());
        attempts.add(report);
        return report;
    }

    /** For example {@code orders: no attempt left after 3 of 3 in 1840 ms (connection_refused, …)}. */
    UpstreamException failed(Failure failure, String reason, long nowNanos) {
        Duration elapsed = elapsed(nowNanos);
        StringBuilder message = new StringBuilder(upstream).append(": ").append(reason);
        if (!attempts.isEmpty()) {
            message.append(" after ")
                    .append(attempts.size())
                    .append(" of ")
                    .append(maxAttempts)
                    .append(" in ")
                    .append(elapsed.toMillis())
                    .append(" ms (")
                    .append(attempts.stream().map(AttemptReport::outcome).collect(Collectors.joining(", ")))
                    .append(')');
        }
        return new UpstreamException(upstream, failure, attempts, elapsed, message.toString());
    }
}
