package io.github.headgate.answer;

import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the caller is to be told. Immutable.
 *
 * @param type the row of the table
 * @param status the status to answer with; null for that of the settings or the table
 * @param title one sentence on what happened, without a full stop
 * @param upstream the name of the upstream; null if the request did not get as far as that
 * @param retryAfter the time after which another try may help; null if unknown
 * @param mayBeDone whether the upstream may have processed the request
 * @param details the message for logs; it leaves the gateway only where the settings say so
 */
public record Fault(
        FailureType type,
        @Nullable Integer status,
        String title,
        @Nullable String upstream,
        @Nullable Duration retryAfter,
        boolean mayBeDone,
        @Nullable String details) {

    /** A call that failed. */
    public static Fault of(UpstreamException failed) {
        return of(failed.upstream(), failed.failure(), failed.mayHaveBeenProcessed(), failed.getMessage());
    }

    /** A failure at this upstream, with a message for logs. */
    public static Fault of(String upstream, Failure failure, @Nullable String details) {
        return of(upstream, failure, failure.mayHaveBeenProcessed(), details);
    }

    /**
     * A failure of this call.
     *
     * @param upstream its name; null if it is not known
     * @param mayBeDone whether the upstream may have processed the request
     * @param details a message for logs
     */
    public static Fault of(@Nullable String upstream, Failure failure, boolean mayBeDone, @Nullable String details) {
        FailureType type = failure.type();
        return new Fault(type, null, type.title(), upstream, failure.waitBeforeRetry(), mayBeDone, details);
    }

    /**
     * A request that is refused before any upstream is called.
     *
     * @param status 400 to 499
     * @param title one sentence on what is wrong with it, without a full stop
     */
    public static Fault refusal(int status, String title) {
        return new Fault(FailureType.HTTP_REQUEST_ERROR, status, title, null, null, false, null);
    }
}
