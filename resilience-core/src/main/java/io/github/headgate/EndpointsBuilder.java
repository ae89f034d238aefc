package io.github.headgate;

import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.Upstream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Puts the endpoints of an upstream into tiers. Used by one thread.
 *
 * <p>Primary ones come before backups; in both, those of our own zone before others; and in these, addresses of the family
 * that a name resolves to first before those of the other, so that {@code localhost} is not two endpoints of which one is
 * always dead.
 */
final class EndpointsBuilder {
    private static final int BACKUP = 4;
    private static final int OTHER_ZONE = 2;
    private static final int SECOND_FAMILY = 1;

    private final Upstream upstream;
    private final Names names;
    private final Endpoints before;
    private final Map<String, List<InetAddress>> answers = new LinkedHashMap<>();
    private final Map<Endpoint, EndpointState> states = new LinkedHashMap<>();
    private final List<List<EndpointState>> tiers = IntStream.range(0, 2 * BACKUP)
            .<List<EndpointState>>mapToObj(i -> new ArrayList<>())
            .toList();

    private EndpointsBuilder(Upstream upstream, Names names, Endpoints before) {
        this.upstream = upstream;
        this.names = names;
        this.before = before;
    }

    /**
     * The endpoints as they are now.
     *
     * @param before those that were; what a name resolved to is used while nothing newer is known
     * @param state gives the state of an endpoint
     */
    static Endpoints build(Upstream upstream, Names names, Endpoints before, Function<Endpoint, EndpointState> state) {
        return new EndpointsBuilder(upstream, names, before).build(state);
    }

    private Endpoints build(Function<Endpoint, EndpointState> stateOf) {
        List<Endpoint> source = upstream.source().endpoints();
        long version = names.version(); // before they are asked: what changes meanwhile is found by the next call
        names.need(source.stream()
                .filter(endpoint -> endpoint.address() == null)
                .map(Endpoint::host)
                .collect(Collectors.toSet()));
        for (Endpoint named : source) {
            List<Endpoint> resolved = resolve(named);
            for (Endpoint endpoint : resolved) {
                if (!states.containsKey(endpoint.identity())) {
                    EndpointState state = stateOf.apply(endpoint);
                    states.put(endpoint.identity(), state);
                    tiers.get(tier(endpoint, resolved)).add(state);
                }
            }
        }
        List<Tier> filled = new ArrayList<>();
        for (int i = 0; i < tiers.size(); i++) {
            if (!tiers.get(i).isEmpty()) {
                filled.add(new Tier(tiers.get(i), isSpilling(i)));
            }
        }
        return new Endpoints(source, version, answers, List.copyOf(filled), states);
    }

    private int tier(Endpoint endpoint, List<Endpoint> resolved) {
        String own = upstream.policy().zone();
        boolean isOtherZone = !own.isEmpty() && !own.equals(endpoint.zone());
        return (endpoint.isBackup() ? BACKUP : 0)
                + (isOtherZone ? OTHER_ZONE : 0)
                + (isOfFirstFamily(endpoint, resolved) ? 0 : SECOND_FAMILY);
    }

    /* Our own zone, if others have endpoints as well. */
    private boolean isSpilling(int tier) {
        return tier % BACKUP == 0 && !tiers.get(tier + OTHER_ZONE).isEmpty();
    }

    private List<Endpoint> resolve(Endpoint endpoint) {
        if (endpoint.address() != null) {
            return List.of(endpoint);
        }
        List<InetAddress> known = names.known(endpoint.host());
        List<InetAddress> addresses = known != null ? known : before.answers().getOrDefault(endpoint.host(), List.of());
        answers.put(endpoint.host(), addresses);
        return addresses.isEmpty()
                ? List.of(endpoint)
                : addresses.stream().map(endpoint::at).toList();
    }

    private static boolean isOfFirstFamily(Endpoint endpoint, List<Endpoint> resolved) {
        InetAddress first = resolved.get(0).address();
        InetAddress own = endpoint.address();
        return first == null || own == null || first.getClass() == own.getClass();
    }
}
