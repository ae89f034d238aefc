package io.github.headgate.upstream;

import java.util.List;

/** Where the endpoints of an upstream come from. Implementations are thread-safe. */
@FunctionalInterface
public interface EndpointSource {
    /**
     * The endpoints as known now. It is asked on every call, so it must not block; it returns the same list instance
     * as long as nothing has changed. Names in it are resolved by Headgate.
     */
    List<Endpoint> endpoints();

    /** A source that never changes. */
    static EndpointSource of(List<Endpoint> endpoints) {
        List<Endpoint> fixed = List.copyOf(endpoints);
        return () -> fixed;
    }
}
