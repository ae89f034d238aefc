package io.github.headgate;

import io.github.headgate.upstream.Endpoint;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint is doing at this moment. Immutable.
 *
 * @param endpoint which one
 * @param state of its breaker
 * @param inFlight attempts under way
 * @param lastFailureOrNull the failure type or status that was counted last, null if none was
 * @param lastFailureAtOrNull when that was
 */
public record EndpointStatus(
        Endpoint endpoint,
        State state,
        int inFlight,
        @Nullable String lastFailureOrNull,
        @Nullable Instant lastFailureAtOrNull) {

    /** The state of an endpoint's breaker. */
    public enum State {
        /** Calls are permitted. */
        CLOSED,
        /** Ejected: calls are refused until the time to the next probe is over. */
        OPEN,
        /** One call is permitted, as a probe. */
        HALF_OPEN
    }

    /** The failure type or status that was counted last. */
    public Optional<String> lastFailure() {
        return Optional.ofNullable(lastFailureOrNull);
    }

    /** When a failure was counted last. */
    public Optional<Instant> lastFailureAt() {
        return Optional.ofNullable(lastFailureAtOrNull);
    }
}
