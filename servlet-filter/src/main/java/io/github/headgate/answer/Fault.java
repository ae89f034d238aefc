package io.github.headgate.answer;

import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the caller is to be told. Immutable.
 *
 * @param type the row of the table; null for an error that the upstream answered itself: it was received, not generated
 * @param status the status to answer with; null for that of the settings or the table; never null where the type is
 * @param title one sentence on what happened, without a full stop
 * @param upstream the name of the upstream; null if the request did not get as far as that
 * @param retryAfter the time after which another try may help; null if unknown
 * @param mayBeDone whether the upstream may have processed the request
 * @param details the message for logs; it leaves the gateway only where the settings say so
 * @param headers of the answer beside those that it has anyway, such as some of the upstream's own
 */
public record Fault(
        @Nullable FailureType type,
        @Nullable Integer status,
        String title,
        @Nullable String upstream,
        @Nullable Duration retryAfter,
        boolean mayBeDone,
        @Nullable String details,
        List<Header> headers) {

    /**
     * A copy of the list is kept.
     *
     * @throws IllegalArgumentException if neither a type nor a status is given
     */
    public Fault {
        if (type == null && status == null) {
            throw new IllegalArgumentException("neither a type nor a status: " + title);
        }
        headers = List.copyOf(headers);
    }

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
        Duration retryAfter = failure.waitBeforeRetry();
        return new Fault(type, null, type.title(), upstream, retryAfter, mayBeDone, details, List.of());
    }

    /**
     * An error that the upstream answered itself, and in the place of which we answer.
     *
     * @param status 400 to 599, as received
     * @param retryAfter the time after which another try may help; null if the upstream did not say
     * @param headers of its answer, to be passed on
     */
    public static Fault received(String upstream, int status, @Nullable Duration retryAfter, List<Header> headers) {
        return new Fault(null, status, StatusPhrase.of(status), upstream, retryAfter, true, null, headers);
    }

    /**
     * A request that this service does not take at present, whatever it is: 503 (RFC 9110 §15.6.4).
     *
     * @param title one sentence on why, without a full stop
     * @param retryAfter the time after which another try may help
     */
    public static Fault denied(String title, Duration retryAfter) {
        return new Fault(FailureType.HTTP_REQUEST_DENIED, 503, title, null, retryAfter, false, null, List.of());
    }

    /** The same, and the answer has this header too. */
    public Fault with(Header header) {
        List<Header> more = new ArrayList<>(headers);
        more.add(header);
        return new Fault(type, status, title, upstream, retryAfter, mayBeDone, details, more);
    }

    /**
     * A request that is refused before any upstream is called.
     *
     * @param status 400 to 499
     * @param title one sentence on what is wrong with it, without a full stop
     */
    public static Fault refusal(int status, String title) {
        return new Fault(FailureType.HTTP_REQUEST_ERROR, status, title, null, null, false, null, List.of());
    }
}
