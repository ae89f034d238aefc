package io.github.headgate.failure;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of one attempt. Immutable.
 *
 * @param number counted from 1
 * @param endpoint scheme, name, address and port of the endpoint; for logs, never for the caller
 * @param startedAfter from the start of the call to the start of this attempt
 * @param elapsed from the start of this attempt to its end
 * @param failureOrNull how it failed; null if the endpoint answered
 * @param status the status that the endpoint answered; 0 if it did not, or if this is not HTTP
 */
public record AttemptReport(
        int number,
        String endpoint,
        Duration startedAfter,
        Duration elapsed,
        @Nullable Failure failureOrNull,
        int status)
        implements Serializable {

    /** How it failed; empty if the endpoint answered. */
    public Optional<Failure> failure() {
        return Optional.ofNullable(failureOrNull);
    }

    /** One word for logs: the failure type, or the status that was received. */
    public String outcome() {
        return failureOrNull == null ? "status " + status : failureOrNull.type().token();
    }

    @Override
    public String toString() {
        return "#" + number + " " + endpoint + " " + outcome() + " in " + elapsed.toMillis() + " ms";
    }
}
