package io.github.headgate;

import io.github.headgate.failure.AttemptReport;
import io.github.headgate.failure.UpstreamException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all listeners; what one throws is logged and stops neither the others nor the call. Thread-safe. */
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(CallListener.class);

    private final List<CallListener> listeners;

    Listeners(List<CallListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    void attemptEnded(String upstream, AttemptReport attempt) {
        tell(listener -> listener.attemptEnded(upstream, attempt));
    }

    void callAnswered(String upstream, CallRecord record, long nowNanos) {
        if (!listeners.isEmpty()) {
            List<AttemptReport> attempts = record.attempts();
            Duration elapsed = record.elapsed(nowNanos);
            tell(listener -> listener.callAnswered(upstream, attempts, elapsed));
        }
    }

    void callFailed(UpstreamException failure, Duration elapsed) {
        tell(listener -> listener.callFailed(failure, elapsed));
    }

    void staleServed(String upstream, Duration age) {
        tell(listener -> listener.staleServed(upstream, age));
    }

    private void tell(Consumer<CallListener> event) {
        for (CallListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn("a call listener failed: {}", listener.getClass().getName(), e);
            }
        }
    }
}
