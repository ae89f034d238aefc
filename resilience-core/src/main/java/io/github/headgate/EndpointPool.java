package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.Upstream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of one upstream with their state. An endpoint keeps its state for as long as its source names it.
 * Thread-safe; a lease is given without a lock.
 *
 * <p>Endpoints stand in tiers: primary ones before backups, and within both, addresses of the family that a name resolves to
 * first before those of the other, so that {@code localhost} is not two endpoints of which one is always dead.
 */
final class EndpointPool {
    private static final int PICKS = 2;

    private final Upstream upstream;
    private final Names names;
    private final TimeSource time;
    private final EndpointSelector selector;
    private final ReentrantLock rebuilding = new ReentrantLock();
    private volatile Snapshot snapshot = new Snapshot(List.of(), Map.of(), new EndpointState[0][], Map.of());

    /** The source's answer, what its names resolved to, and the endpoints that follow from both. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and read on every call
    private record Snapshot(
            List<Endpoint> source,
            Map<String, List<InetAddress>> answers,
            EndpointState[][] tiers,
            Map<Endpoint, EndpointState> states) {

        @SuppressWarnings("ReferenceEquality") // the same list means that nothing has changed
        boolean isOf(List<Endpoint> now, Names names) {
            if (source != now) {
                return false;
            }
            for (Map.Entry<String, List<InetAddress>> answer : answers.entrySet()) {
                List<InetAddress> known = names.known(answer.getKey());
                if (known != null && known != answer.getValue()) {
                    return false;
                }
            }
            return true;
        }
    }

    EndpointPool(Upstream upstream, Names names, TimeSource time) {
        this.upstream = upstream;
        this.names = names;
        this.time = time;
        this.selector = new EndpointSelector(upstream.policy().loadBalancing(), time);
        for (Endpoint endpoint : upstream.source().endpoints()) {
            if (endpoint.address() == null) {
                names.prefetch(endpoint.host());
            }
        }
    }

    /** A permit on an endpoint, on one that this call has not tried if possible; null if no endpoint gives one. */
    @Nullable
    Lease lease(Collection<EndpointState> tried) {
        EndpointState[][] tiers = current().tiers();
        long now = time.nanoTime();
        for (EndpointState[] tier : tiers) {
            Lease lease = lease(tier, tried, false, now);
            if (lease != null) {
                return lease;
            }
        }
        for (EndpointState[] tier : tiers) {
            Lease lease = tried.isEmpty() ? null : lease(tier, tried, true, now);
            if (lease != null) {
                return lease;
            }
        }
        return null;
    }

    private @Nullable Lease lease(EndpointState[] tier, Collection<EndpointState> tried, boolean again, long now) {
        int index = 0;
        for (int i = 0; i < PICKS; i++) {
            index = selector.pick(tier, now);
            Lease lease = ask(tier[index], tried, again);
            if (lease != null) {
                return lease;
            }
        }
        for (int i = 1; i <= tier.length; i++) {
            Lease lease = ask(tier[(index + i) % tier.length], tried, again);
            if (lease != null) {
                return lease;
            }
        }
        return null;
    }

    private static @Nullable Lease ask(EndpointState state, Collection<EndpointState> tried, boolean again) {
        return tried.contains(state) == again ? state.lease() : null;
    }

    /** Whether there is an endpoint that this call has not tried and that is not ejected. */
    boolean hasOther(Collection<EndpointState> tried) {
        long now = time.nanoTime();
        for (EndpointState state : current().states().values()) {
            if (!tried.contains(state) && !state.isEjected(now)) {
                return true;
            }
        }
        return false;
    }

    /** Nanoseconds to the first probe of any endpoint. */
    long nanosToProbe() {
        long now = time.nanoTime();
        return current().states().values().stream()
                .mapToLong(state -> state.nanosToProbe(now))
                .min()
                .orElse(0);
    }

    Collection<EndpointState> states() {
        return current().states().values();
    }

    private Snapshot current() {
        List<Endpoint> source = upstream.source().endpoints();
        Snapshot seen = snapshot;
        return seen.isOf(source, names) ? seen : rebuild(source);
    }

    private Snapshot rebuild(List<Endpoint> source) {
        rebuilding.lock();
        try {
            Map<String, List<InetAddress>> answers = new LinkedHashMap<>();
            Map<Endpoint, EndpointState> states = new LinkedHashMap<>();
            List<List<EndpointState>> tiers =
                    List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (Endpoint endpoint : source) {
                List<Endpoint> resolved = resolve(endpoint, answers);
                for (Endpoint one : resolved) {
                    int tier = (one.isBackup() ? 2 : 0) + (isOfFirstFamily(one, resolved) ? 0 : 1);
                    EndpointState state = states.computeIfAbsent(one, this::stateOf);
                    tiers.get(tier).add(state);
                }
            }
            snapshot = new Snapshot(source, answers, arrays(tiers), states);
            return snapshot;
        } finally {
            rebuilding.unlock();
        }
    }

    private EndpointState stateOf(Endpoint endpoint) {
        EndpointState before = snapshot.states().get(endpoint);
        return before == null ? new EndpointState(endpoint, upstream.policy().breaker(), time) : before;
    }

    private List<Endpoint> resolve(Endpoint endpoint, Map<String, List<InetAddress>> answers) {
        if (endpoint.address() != null) {
            return List.of(endpoint);
        }
        List<InetAddress> known = names.known(endpoint.host());
        List<InetAddress> before = snapshot.answers().get(endpoint.host());
        List<InetAddress> addresses = known != null ? known : before == null ? List.of() : before;
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

    private static EndpointState[][] arrays(List<List<EndpointState>> tiers) {
        return tiers.stream()
                .filter(tier -> !tier.isEmpty())
                .map(tier -> tier.toArray(EndpointState[]::new))
                .toArray(EndpointState[][]::new);
    }
}
