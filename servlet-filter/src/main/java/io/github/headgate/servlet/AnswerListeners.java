package io.github.headgate.servlet;

import io.github.headgate.answer.FallbackKind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all listeners; what one throws is logged and stops neither the others nor the answer. Thread-safe. */
final class AnswerListeners implements AnswerListener {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerListener.class);

    private final List<AnswerListener> listeners;

    private AnswerListeners(List<AnswerListener> listeners) {
        this.listeners = listeners;
    }

    static AnswerListener of(List<AnswerListener> listeners) {
        return listeners.isEmpty() ? NONE : new AnswerListeners(List.copyOf(listeners));
    }

    @Override
    public void answered(AnsweredFailure failure, @Nullable FallbackKind fallback) {
        for (AnswerListener listener : listeners) {
            try {
                listener.answered(failure, fallback);
            } catch (RuntimeException e) {
                failed(listener, e);
            }
        }
    }

    @Override
    public void fallbackFailed(AnsweredFailure failure, FallbackKind fallback) {
        for (AnswerListener listener : listeners) {
            try {
                listener.fallbackFailed(failure, fallback);
            } catch (RuntimeException e) {
                failed(listener, e);
            }
        }
    }

    private static void failed(AnswerListener listener, RuntimeException thrown) {
        LOG.warn("an answer listener failed: {}", listener.getClass().getName(), thrown);
    }
}
