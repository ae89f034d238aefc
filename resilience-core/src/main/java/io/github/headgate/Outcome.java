package io.github.headgate;

import io.github.headgate.failure.Failure;
import io.github.headgate.failure.Resend;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended: with an answer or with a failure. Immutable.
 *
 * @param elapsedNanos to the response head, or to the failure
 */
record Outcome<T>(
        Lease lease,
        Attempt attempt,
        long elapsedNanos,
        Exchange.@Nullable Answer<T> answer,
        @Nullable Failure failure) {
    private static final int GATEWAY_TIMEOUT = 504;

    /** The status that was received; 0 for none. */
    int status() {
        return answer == null ? 0 : answer.status();
    }

    /* Whoever answers 502, 503, 504 or 429 may have processed the request: nothing but convention says otherwise. */
    Resend resend() {
        return failure == null ? Resend.IDEMPOTENT : failure.resend();
    }

    boolean isTimeout() {
        return failure != null && failure.type().status() == GATEWAY_TIMEOUT;
    }

    boolean isStaleConnection() {
        return failure != null && failure.isStaleConnection();
    }

    long retryAfterNanos() {
        return answer == null ? 0 : answer.retryAfterNanos();
    }
}
