package io.github.headgate;

import io.github.headgate.upstream.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint is doing at this moment. Immutable.
 *
 * @param endpoint which one
 * @param state of its breaker
 * @param admission what was said by hand, of this endpoint or of its upstream
 * @param health what health checks have found
 * @param inFlight attempts under way
 * @param latency by which it is compared with others: of its last attempts, failures included by what they cost their calls;
 *     falling while there are none, and zero if there never was one
 * @param countedAttempts attempts that its breaker has counted in the last {@code breaker.window}: those that tell something
 *     about the endpoint. While the breaker is open these are the ones that opened it, and then those of the probes
 * @param failedAttempts how many of them were failures
 * @param lastFailureOrNull the failure type or status that was counted last, null if none was
 * @param lastFailureDetailOrNull what more is known of it, such as what is wrong with a certificate; null if nothing is
 * @param lastFailureAtOrNull when that was
 * @param certificateExpiryOrNull when the certificate expires that it showed last, in a handshake for a call; null if none was seen
 */
public record EndpointStatus(
        Endpoint endpoint,
        State state,
        Admission admission,
        Health health,
        int inFlight,
        Duration latency,
        int countedAttempts,
        int failedAttempts,
        @Nullable String lastFailureOrNull,
        @Nullable String lastFailureDetailOrNull,
        @Nullable Instant lastFailureAtOrNull,
        @Nullable Instant certificateExpiryOrNull) {

    /** The state of an endpoint's breaker. */
    public enum State {
        /** Calls are permitted. */
        CLOSED,
        /** Ejected: calls are refused until the time to the next probe is over. */
        OPEN,
        /** One call is permitted, as a probe. */
        HALF_OPEN
    }

    /** Whether it admits a call now, be it a probe. */
    public boolean admits() {
        return state != State.OPEN && !admission.refuses();
    }

    /** Whether nothing keeps calls away from it. */
    public boolean isWhole() {
        boolean isWell = health == Health.UNCHECKED || health == Health.HEALTHY;
        return admission == Admission.FORCED_CLOSED || (state == State.CLOSED && !admission.refuses() && isWell);
    }

    /** The failure type or status that was counted last. */
    public Optional<String> lastFailure() {
        return Optional.ofNullable(lastFailureOrNull);
    }

    /** What more is known of it, in words: what is wrong with which certificate, or the alert that TLS ended with. */
    public Optional<String> lastFailureDetail() {
        return Optional.ofNullable(lastFailureDetailOrNull);
    }

    /** When a failure was counted last. */
    public Optional<Instant> lastFailureAt() {
        return Optional.ofNullable(lastFailureAtOrNull);
    }

    /** When the certificate expires, or has expired, that it showed last; empty if none was seen. */
    public Optional<Instant> certificateExpiry() {
        return Optional.ofNullable(certificateExpiryOrNull);
    }

    /**
     * For example {@code http://10.0.0.11:8080 OPEN, DRAINED, UNHEALTHY, 0 in flight, 5 of 12 attempts failed, last failure connection_refused at
     * 2026-11-21T10:41:34Z}.
     */
    @Override
    public String toString() {
        String last = lastFailureOrNull == null ? "no failure" : "last failure " + lastFailureOrNull;
        String detail = lastFailureDetailOrNull == null ? "" : " (" + lastFailureDetailOrNull + ")";
        String at = lastFailureAtOrNull == null ? "" : " at " + lastFailureAtOrNull.truncatedTo(ChronoUnit.SECONDS);
        String failed = failedAttempts + " of " + countedAttempts + " attempts failed, ";
        String byHand = admission == Admission.AUTOMATIC ? "" : ", " + admission;
        String checked = health == Health.UNCHECKED ? "" : ", " + health;
        return endpoint + " " + state + byHand + checked + ", " + inFlight + " in flight, " + failed + last + detail
                + at;
    }
}
