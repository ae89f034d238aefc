package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.Upstream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints of one upstream with their state. An endpoint keeps its state for as long as its source names it, and what was
 * said of it by hand for longer. Thread-safe; a lease is given without a lock.
 */
final class EndpointPool {
    private final TimeSource time;
    private final ReentrantLock rebuilding = new ReentrantLock();
    private final Rescue rescue;
    private final Map<Endpoint, Admission> byHand = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Listener ofEach = new OfEach();
    private volatile Admission admission = Admission.AUTOMATIC;
    private volatile Plan plan;
    private volatile Endpoints endpoints = Endpoints.NONE;

    /** What follows from the settings, together. */
    private record Plan(Upstream upstream, Names names, EndpointPicker picker, EndpointPolicy policy) {}

    /** Hears what becomes of endpoints, on the thread of whichever call finds that out. Thread-safe, and quick. */
    interface Listener {
        default void joined(EndpointState state) {}

        default void left(EndpointState state) {}

        /** It was ejected, or is left out for longer because its probe failed. */
        default void ejected(EndpointState state, String why, Duration wait) {}

        /** Its probe has closed its breaker. */
        default void returned(EndpointState state) {}
    }

    EndpointPool(Upstream upstream, Names names, TimeSource time) {
        this.time = time;
        this.rescue = new Rescue(time);
        this.plan = plan(upstream, names);
        current(); // starts to look names up
    }

    private Plan plan(Upstream upstream, Names names) {
        return new Plan(
                upstream,
                names,
                new EndpointPicker(upstream.policy().loadBalancing(), time),
                EndpointPolicy.of(upstream));
    }

    /** From now on it hears of every change; of what is there already it does not. */
    void listener(Listener listener) {
        listeners.add(listener);
    }

    /** From now on it hears nothing more. */
    void removeListener(Listener listener) {
        listeners.remove(listener);
    }

    /** From now on these are the settings; endpoints that stay keep their state. */
    void replace(Upstream upstream, Names names) {
        rebuilding.lock();
        try {
            plan = plan(upstream, names);
            endpoints.states().values().forEach(state -> state.policy(plan.policy()));
            endpoints = endpoints.outdated();
        } finally {
            rebuilding.unlock();
        }
        current();
    }

    /**
     * A permit on an endpoint, on one that this call has not tried if possible; null if no endpoint gives one.
     *
     * @param mayProbe whether this call is one to probe an ejected endpoint with: one that may be sent again if that fails
     */
    @Nullable
    Lease lease(Collection<EndpointState> tried, boolean mayProbe) {
        Endpoints now = current();
        long nowNanos = time.nanoTime();
        Lease lease = plan.picker().lease(now.tiers(), tried, mayProbe, nowNanos);
        return lease == null && mayProbe ? rescue.probe(states(), openForNanos(), nowNanos) : lease;
    }

    private long openForNanos() {
        return plan.policy().breaker().openFor().toNanos();
    }

    /** Whether there is an endpoint that this call has not tried and that is not ejected. */
    boolean hasOther(Collection<EndpointState> tried) {
        long now = time.nanoTime();
        for (EndpointState state : current().states().values()) {
            if (!tried.contains(state) && !state.ejection().refuses(now)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is one besides this, too. */
    boolean hasOther(Collection<EndpointState> tried, EndpointState besides) {
        long now = time.nanoTime();
        for (EndpointState state : current().states().values()) {
            if (state != besides && !tried.contains(state) && !state.ejection().refuses(now)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether comparison and health checks may take this endpoint out: never the last one, and never so that more than half of
     * all are out, for whatever reason.
     */
    boolean maySpare(EndpointState state) {
        long now = time.nanoTime();
        int out = 1;
        Collection<EndpointState> all = current().states().values();
        for (EndpointState other : all) {
            if (other != state && (other.ejection().refuses(now) || other.health() == Health.UNHEALTHY)) {
                out++;
            }
        }
        return 2 * out <= all.size();
    }

    /** Nanoseconds to the first probe of any endpoint; 0 if no probe is to be expected. */
    long nanosToProbe() {
        long now = time.nanoTime();
        Collection<EndpointState> all = states();
        long first = rescue.nanosToProbe(all, openForNanos(), now);
        for (EndpointState state : all) {
            if (!state.ejection().admission().refuses()) {
                first = Math.min(first, state.ejection().nanosToProbe(now));
            }
        }
        return first == Long.MAX_VALUE ? 0 : first;
    }

    /** What an endpoint tells of itself. */
    private final class OfEach implements Listener {
        @Override
        public void ejected(EndpointState state, String why, Duration wait) {
            listeners.forEach(listener -> listener.ejected(state, why, wait));
        }

        @Override
        public void returned(EndpointState state) {
            rescue.recovered(endpoints.states().values());
            listeners.forEach(listener -> listener.returned(state));
        }
    }

    /** The endpoints that take calls at present. */
    List<Endpoint> admitted() {
        long now = time.nanoTime();
        return states().stream()
                .filter(state -> !state.ejection().refuses(now))
                .map(EndpointState::endpoint)
                .toList();
    }

    /** All endpoints, primary ones first. */
    Collection<EndpointState> states() {
        return current().states().values();
    }

    Admission admission() {
        return admission;
    }

    /** Says by hand what holds for all endpoints. */
    void admit(Admission all) {
        rebuilding.lock();
        try {
            admission = all;
            endpoints.states().values().forEach(state -> state.ejection()
                    .admit(state.ejection().ownAdmission(), all));
        } finally {
            rebuilding.unlock();
        }
    }

    /** Says by hand what holds for these endpoints, until something else is said. */
    void admit(Collection<EndpointState> these, Admission own) {
        rebuilding.lock();
        try {
            for (EndpointState state : these) {
                byHand.put(state.endpoint().identity(), own);
                state.ejection().admit(own, admission);
            }
        } finally {
            rebuilding.unlock();
        }
    }

    private Endpoints current() {
        Endpoints seen = endpoints;
        Plan now = plan;
        List<Endpoint> source = now.upstream().source().endpoints();
        return seen.isOf(source, now.names()) ? seen : rebuild();
    }

    private Endpoints rebuild() {
        rebuilding.lock();
        try {
            Plan now = plan;
            Endpoints before = endpoints;
            boolean isFirst = before.isUnresolved();
            Endpoints after = EndpointsBuilder.build(
                    now.upstream(), now.names(), before, endpoint -> state(endpoint, before, now.policy(), isFirst));
            endpoints = after;
            tell(before, after);
            return after;
        } finally {
            rebuilding.unlock();
        }
    }

    private EndpointState state(Endpoint endpoint, Endpoints before, EndpointPolicy policy, boolean isFirst) {
        EndpointState known = before.states().get(endpoint.identity());
        if (known != null) {
            known.endpoint(endpoint);
            return known;
        }
        EndpointState state = new EndpointState(endpoint, policy, time, ofEach);
        state.ejection().admit(byHand.getOrDefault(endpoint.identity(), Admission.AUTOMATIC), admission);
        if (!isFirst) {
            state.ramp();
        }
        return state;
    }

    private void tell(Endpoints before, Endpoints after) {
        for (Listener listener : listeners) {
            after.states().forEach((identity, state) -> {
                if (!before.states().containsKey(identity)) {
                    listener.joined(state);
                }
            });
            before.states().forEach((identity, state) -> {
                if (!after.states().containsKey(identity)) {
                    listener.left(state);
                }
            });
        }
    }
}
