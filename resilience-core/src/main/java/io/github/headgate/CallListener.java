package io.github.headgate;

import io.github.headgate.failure.AttemptReport;
import io.github.headgate.failure.UpstreamException;
import java.time.Duration;
import java.util.List;

/**
 * Observes calls, for metrics and logs. Called on the thread of the call, so it must be quick; what it throws is logged and
 * changes nothing. Implementations are thread-safe.
 */
public interface CallListener {
    /** An attempt has ended. */
    default void attemptEnded(String upstream, AttemptReport attempt) {}

    /** A call was answered: its response head is the application's, or its work is done. */
    default void callAnswered(String upstream, List<AttemptReport> attempts, Duration elapsed) {}

    /**
     * A call has failed, or was answered with an error, and the application got the last good response in its place; told besides
     * the failure or the answer.
     *
     * @param age of that response
     */
    default void staleServed(String upstream, Duration age) {}

    /** A call has failed. */
    default void callFailed(UpstreamException failure, Duration elapsed) {}
}
