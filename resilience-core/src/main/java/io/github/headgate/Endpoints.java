package io.github.headgate;

import io.github.headgate.upstream.Endpoint;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of an upstream at one time. Immutable.
 *
 * @param source what the source answered; null if it has to be asked again
 * @param version of the names, when they were asked
 * @param answers what names in it resolved to
 * @param tiers the endpoints in the order in which they are asked
 * @param states the same by {@link Endpoint#identity()}, primary ones first
 */
record Endpoints(
        @Nullable List<Endpoint> source,
        long version,
        Map<String, List<InetAddress>> answers,
        List<Tier> tiers,
        Map<Endpoint, EndpointState> states) {
    static final Endpoints NONE = new Endpoints(null, 0, Map.of(), List.of(), Map.of());

    /** Whether this is still what source and names say. */
    @SuppressWarnings("ReferenceEquality") // the same list means that nothing has changed
    boolean isOf(List<Endpoint> now, Names names) {
        return source == now && version == names.version();
    }

    /** Whether there is no endpoint yet to which a call could go. */
    boolean isUnresolved() {
        return states.keySet().stream().allMatch(endpoint -> endpoint.address() == null);
    }

    /** Those of these that are not among others. */
    List<EndpointState> without(Endpoints others) {
        return states.entrySet().stream()
                .filter(state -> !others.states.containsKey(state.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The same, to be made anew before it is used. */
    Endpoints outdated() {
        return new Endpoints(null, version, answers, tiers, states);
    }
}
