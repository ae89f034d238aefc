package io.github.headgate;

import io.github.headgate.failure.Failure;
import io.github.headgate.retry.Replayability;
import java.io.IOException;
import java.util.Optional;

/**
 * What a call does at an endpoint. The loop is the same for HTTP and for anything else that blocks.
 *
 * @param <T> what the application gets
 */
interface Exchange<T> {
    /** The HTTP method; empty if this is not HTTP. */
    default String method() {
        return "";
    }

    /** What the request is worth now when it comes to sending it again. */
    Replayability replayability();

    /**
     * Does one attempt. Blocks until it is done, has failed or is aborted.
     *
     * @throws CallerException if the application itself failed
     */
    Answer<T> send(Attempt attempt) throws Exception;

    /** What a thrown exception says of the upstream; empty if it is the application's own. */
    Optional<Failure> classify(Exception thrown, Attempt attempt);

    /** Whether two attempts may be under way at the same time, on two threads. */
    default boolean mayBeHedged() {
        return false;
    }

    /** Cleans up after an attempt that was stopped because its time was up. */
    default void afterAbort() {}

    /** What an endpoint answered. */
    interface Answer<T> {
        /** The HTTP status; 0 if this is not HTTP. */
        int status();

        /** How long the endpoint asks to be left alone ({@code Retry-After}), in nanoseconds; 0 if it does not. */
        long retryAfterNanos();

        /** Whether nothing is left to be read. */
        boolean isComplete();

        /** The answer for the application; the listener hears exactly once how the rest of it ended. */
        T deliver(BodyListener listener);

        /** Gives the answer up, and with it the connection if it is not free yet. */
        void discard();
    }

    /** Hears how a body that was not complete when the application got it came to its end. */
    interface BodyListener {
        /** It was read to its end. */
        void completed();

        /** It broke; returns what the application is to be told. */
        IOException broke(Failure failure);

        /** The application closed it before its end. */
        void left();
    }
}
