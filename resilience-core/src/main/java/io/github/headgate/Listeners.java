package io.github.headgate;

import io.github.headgate.failure.AttemptReport;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.RetryDecision;
import io.github.headgate.upstream.Collapse;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all listeners; what one throws is logged and stops neither the others nor the call. While there is none, nothing is made
 * for them. Thread-safe.
 */
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(CallListener.class);

    private final List<CallListener> listeners;

    Listeners(Collection<CallListener> listeners) {
        this.listeners = new CopyOnWriteArrayList<>(listeners);
    }

    void add(CallListener listener) {
        listeners.add(listener);
    }

    void remove(CallListener listener) {
        listeners.remove(listener);
    }

    void attemptEnded(String upstream, AttemptReport attempt) {
        if (!listeners.isEmpty()) {
            tell(listener -> listener.attemptEnded(upstream, attempt));
        }
    }

    void retryDecided(String upstream, AttemptReport attempt, RetryDecision decision) {
        if (!listeners.isEmpty()) {
            tell(listener -> listener.retryDecided(upstream, attempt, decision));
        }
    }

    void hedgeStarted(String upstream, Attempt attempt) {
        if (!listeners.isEmpty()) {
            String endpoint = attempt.endpoint().toString();
            tell(listener -> listener.hedgeStarted(upstream, endpoint));
        }
    }

    void callAnswered(String upstream, CallRecord record, long nowNanos) {
        if (!listeners.isEmpty()) {
            List<AttemptReport> attempts = record.attempts();
            Duration elapsed = record.elapsed(nowNanos);
            tell(listener -> listener.callAnswered(upstream, attempts, elapsed));
        }
    }

    void callFailed(UpstreamException failure, Duration elapsed) {
        if (!listeners.isEmpty()) {
            tell(listener -> listener.callFailed(failure, elapsed));
        }
    }

    void callAbandoned(String upstream, CallRecord record, long nowNanos) {
        if (!listeners.isEmpty()) {
            Duration elapsed = record.elapsed(nowNanos);
            tell(listener -> listener.callAbandoned(upstream, elapsed));
        }
    }

    void answerBroke(UpstreamException failure, Duration elapsed) {
        if (!listeners.isEmpty()) {
            tell(listener -> listener.answerBroke(failure, elapsed));
        }
    }

    void staleServed(String upstream, Duration age) {
        if (!listeners.isEmpty()) {
            tell(listener -> listener.staleServed(upstream, age));
        }
    }

    /** Passes on what becomes of the endpoints of an upstream. */
    EndpointPool.Listener ofEndpoints(String upstream) {
        return new EndpointPool.Listener() {
            @Override
            public void ejected(EndpointState state, String why, Duration wait) {
                if (!listeners.isEmpty()) {
                    String endpoint = state.inWords();
                    tell(listener -> listener.endpointEjected(upstream, endpoint, why, wait));
                }
            }

            @Override
            public void returned(EndpointState state) {
                if (!listeners.isEmpty()) {
                    String endpoint = state.inWords();
                    tell(listener -> listener.endpointReturned(upstream, endpoint));
                }
            }
        };
    }

    void callCollapsed(String upstream, Collapse how, Duration age) {
        if (!listeners.isEmpty()) {
            tell(listener -> listener.callCollapsed(upstream, how, age));
        }
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
