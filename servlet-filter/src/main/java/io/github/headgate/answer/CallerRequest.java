package io.github.headgate.answer;

import org.jspecify.annotations.Nullable;

/**
 * What the answer must know of the caller's request. Immutable.
 *
 * @param method the HTTP method
 * @param path the path as the caller wrote it, without the query
 * @param accept the value of {@code Accept}; null if there is none
 * @param requestId the id under which this request is known in the answer and in the log
 * @param traceId the id of the trace that it belongs to; null if there is none
 */
public record CallerRequest(
        String method,
        String path,
        @Nullable String accept,
        String requestId,
        @Nullable String traceId) {
    /** A request without a trace. */
    public CallerRequest(String method, String path, @Nullable String accept, String requestId) {
        this(method, path, accept, requestId, null);
    }
}
