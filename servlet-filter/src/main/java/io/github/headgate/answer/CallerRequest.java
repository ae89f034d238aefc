package io.github.headgate.answer;

import org.jspecify.annotations.Nullable;

/**
 * What the answer must know of the caller's request. Immutable.
 *
 * @param method the HTTP method
 * @param path the path as the caller wrote it, without the query
 * @param accept the value of {@code Accept}; null if there is none
 * @param requestId the id under which this request is known in the answer and in the log
 */
public record CallerRequest(
        String method, String path, @Nullable String accept, String requestId) {}
