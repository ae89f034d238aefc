package io.github.headgate;

import io.github.headgate.failure.AttemptReport;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.RetryDecision;
import io.github.headgate.upstream.Collapse;
import java.time.Duration;
import java.util.List;

/**
 * Observes calls and endpoints, for metrics and logs. What it does takes time from the call, for it is called on that one's thread;
 * of a hedge, of a body that is read and of an ejection it hears on whichever thread it happens. So it must be quick and must
 * not block. An exception that it throws is logged and changes nothing. Implementations are thread-safe.
 */
public interface CallListener {
    /** An attempt has ended. An attempt that lost against another one of the same call is not told. */
    default void attemptEnded(String upstream, AttemptReport attempt) {}

    /**
     * An attempt failed, or was answered with a status that is retried: it is decided whether there is to be another. That an
     * endpoint is left to take it is not certain then.
     *
     * @param attempt as it was told by {@link #attemptEnded}
     */
    default void retryDecided(String upstream, AttemptReport attempt, RetryDecision decision) {}

    /**
     * A second attempt of a call begins beside the first.
     *
     * @param endpoint as {@link AttemptReport#endpoint()} has it
     */
    default void hedgeStarted(String upstream, String endpoint) {}

    /** A call was answered: its response head is the application's, or its work is done. */
    default void callAnswered(String upstream, List<AttemptReport> attempts, Duration elapsed) {}

    /**
     * A call has failed, or was answered with an error, and the application got the last good response in its place; told besides
     * the failure or the answer.
     *
     * @param age of that response
     */
    default void staleServed(String upstream, Duration age) {}

    /**
     * A call was not made, because another for the same was under way: the application got the response to that one, for which it
     * has waited, or a stored one. Told in place of anything else about this call.
     *
     * @param how {@link Collapse#WAIT} or {@link Collapse#STALE}, which of the two it was
     * @param age of the response
     */
    default void callCollapsed(String upstream, Collapse how, Duration age) {}

    /** A call has failed. */
    default void callFailed(UpstreamException failure, Duration elapsed) {}

    /**
     * A call has ended without an answer and without a failure of the upstream: the application has cancelled it, interrupted its
     * thread, or thrown an exception of its own.
     */
    default void callAbandoned(String upstream, Duration elapsed) {}

    /** The body of an answer broke; told after {@link #callAnswered}. By default the same as {@link #callFailed}. */
    default void answerBroke(UpstreamException failure, Duration elapsed) {
        callFailed(failure, elapsed);
    }

    /**
     * An endpoint is left out from now on; also told each time that its probe fails. What is said by hand is not told.
     *
     * @param endpoint as {@link AttemptReport#endpoint()} has it
     * @param why in words
     * @param wait until it is probed
     */
    default void endpointEjected(String upstream, String endpoint, String why, Duration wait) {}

    /**
     * An endpoint that was ejected takes calls again.
     *
     * @param endpoint as {@link AttemptReport#endpoint()} has it
     */
    default void endpointReturned(String upstream, String endpoint) {}
}
