package io.github.headgate.servlet;

import io.github.headgate.failure.AttemptReport;
import io.github.headgate.failure.ExchangePhase;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureClassifier;
import io.github.headgate.failure.UpstreamException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call that failed, ours or one that the application made by other means. Immutable.
 *
 * @param upstream its name; null if the call was not ours: nobody knows its name then
 * @param failure what it ended with
 * @param attempts every attempt in order; empty if none was made, or if the call was not ours
 * @param elapsed the time of the whole call, waits included; null if the call was not ours
 * @param mayBeDone whether the upstream may have processed the request
 * @param message for logs
 * @param thrown what the application threw
 */
record FailedCall(
        @Nullable String upstream,
        Failure failure,
        List<AttemptReport> attempts,
        @Nullable Duration elapsed,
        boolean mayBeDone,
        String message,
        Throwable thrown) {

    static FailedCall of(UpstreamException failed) {
        return new FailedCall(
                failed.upstream(),
                failed.failure(),
                failed.attempts(),
                failed.elapsed().orElse(null),
                failed.mayHaveBeenProcessed(),
                String.valueOf(failed.getMessage()),
                failed);
    }

    /**
     * A call of which only the exception is known: neither where it went nor how far it came. Empty if the exception is not
     * one of a call that failed.
     */
    static Optional<FailedCall> ofOther(Throwable thrown) {
        return FailureClassifier.classify(thrown, ExchangePhase.EXCHANGING)
                .map(failure -> new FailedCall(null, failure, List.of(), null, true, thrown.toString(), thrown));
    }
}
