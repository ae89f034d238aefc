package io.github.headgate.answer;

import io.github.headgate.failure.FailureType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a body may say; each format says the same in its own way. Immutable.
 *
 * @param status the HTTP status
 * @param error the failure type; null for an error that was received
 * @param title what happened, without a full stop
 * @param outlook whether it is temporary, a sentence
 * @param advice what the caller can do, one or more sentences
 * @param upstream the name of the upstream, null if none was chosen
 * @param path the path of the request
 * @param requestId the id of the request
 * @param traceId the id of its trace, null if there is none
 * @param timestamp when the answer was made
 * @param retryAfter seconds, null if unknown
 * @param reloads whether a page may load itself again: true only where that repeats nothing but a GET
 * @param details the message for logs, null unless it is to be shown
 * @param headers of the upstream's own answer, to be passed on
 */
record Report(
        int status,
        @Nullable FailureType error,
        String title,
        String outlook,
        String advice,
        @Nullable String upstream,
        String path,
        String requestId,
        @Nullable String traceId,
        Instant timestamp,
        @Nullable Long retryAfter,
        boolean reloads,
        @Nullable String details,
        List<Header> headers) {
    /** The name of the failure type, null for an error that was received. */
    @Nullable
    String errorToken() {
        return error == null ? null : error.token();
    }
}
