package io.github.headgate;

import io.github.headgate.failure.Failure;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.upstream.Endpoint;
import java.util.Map;

/**
 * Traces calls: a span for each, and below it one for each attempt, which may give the upstream headers that carry the trace on.
 * What it does takes time from the call. An exception that it throws is logged and changes nothing. Implementations are thread-safe;
 * what belongs to one call may come from several threads, but not two at a time for one span.
 *
 * @see io.github.headgate.micrometer.HeadgateObservations
 */
public interface CallTracer {
    /**
     * A call begins, on the thread of the application.
     *
     * @param method the HTTP method; empty if this is not HTTP
     */
    CallSpan begin(String upstream, String method);

    /** A call, until its answer was read to the end, its work is done, or it has failed. Ended once. */
    interface CallSpan {
        /**
         * An attempt begins, on the thread that makes it: beside the first one that may be another.
         *
         * @param number from 1
         */
        AttemptSpan attempt(int number, Endpoint endpoint);

        /**
         * The call was answered.
         *
         * @param status that was received; 0 if this is not HTTP
         */
        void answered(int status);

        /** The call has failed, or the body of its answer broke. */
        void failed(UpstreamException failure);

        /** The application has cancelled the call, interrupted its thread, or thrown an exception of its own. */
        void abandoned();
    }

    /** An attempt, until its answer was read to the end or it has failed. Ended once. */
    interface AttemptSpan {
        /** What the request carries on, by the names of headers; each takes the place of one that the application has set. */
        Map<String, String> headers();

        /** Makes this what the thread is about, until the scope is closed on the same thread. */
        Scope open();

        /**
         * The endpoint has answered.
         *
         * @param status that was received; 0 if this is not HTTP
         */
        void answered(int status);

        /** The attempt has failed. */
        void failed(Failure failure);

        /**
         * The attempt has ended in neither way: it lost against another of the same call, the application gave it up, or the name of
         * its endpoint was resolved and another attempt is made at one of the addresses.
         */
        void released();
    }

    /** The time in which a thread is about a span. */
    interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
