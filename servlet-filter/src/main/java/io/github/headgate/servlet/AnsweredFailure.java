package io.github.headgate.servlet;

import io.github.headgate.failure.FailureType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A failure that the caller is told of. Immutable.
 *
 * @param type what failed
 * @param upstream its name; null if none was called, or nobody knows which
 * @param status that goes with it, by the table or the settings, where no fallback has another
 * @param retryAfter the time after which another try may help; null if unknown
 * @param requestId the id of the request, as in the log
 */
public record AnsweredFailure(
        FailureType type,
        @Nullable String upstream,
        int status,
        @Nullable Duration retryAfter,
        String requestId) {}
