package io.github.headgate.servlet;

import io.github.headgate.answer.FallbackKind;
import org.jspecify.annotations.Nullable;

/**
 * Is told what callers get for failures, on the thread that answers, which should not be held up. Must be thread-safe. What it
 * throws is logged and goes no further.
 */
public interface AnswerListener {
    /** Is told nothing. */
    AnswerListener NONE = new AnswerListener() {};

    /**
     * A failure is answered.
     *
     * @param fallback what is given in place of the plain answer; null for the plain answer
     */
    default void answered(AnsweredFailure failure, @Nullable FallbackKind fallback) {}

    /** A fallback did not answer; what is given in its place is told next, unless the connection had to be broken. */
    default void fallbackFailed(AnsweredFailure failure, FallbackKind fallback) {}
}
