package io.github.headgate;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Tells all who want to hear of the endpoints of an upstream, in the order in which they came. Thread-safe. */
final class EndpointListeners implements EndpointPool.Listener {
    private final List<EndpointPool.Listener> listeners = new CopyOnWriteArrayList<>();

    void add(EndpointPool.Listener listener) {
        listeners.add(listener);
    }

    void remove(EndpointPool.Listener listener) {
        listeners.remove(listener);
    }

    /** Tells each what has joined, and then what has left. */
    void changed(Endpoints before, Endpoints after) {
        List<EndpointState> joined = after.without(before);
        List<EndpointState> left = before.without(after);
        for (EndpointPool.Listener listener : listeners) {
            joined.forEach(listener::joined);
            left.forEach(listener::left);
        }
    }

    @Override
    public void ejected(EndpointState state, String why, Duration wait) {
        listeners.forEach(listener -> listener.ejected(state, why, wait));
    }

    @Override
    public void returned(EndpointState state) {
        listeners.forEach(listener -> listener.returned(state));
    }
}
