package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.Upstream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The endpoints of one upstream: gives calls a permit on one of them. Thread-safe; a lease is given without a lock. */
final class EndpointPool {
    private final TimeSource time;
    private final Rescue rescue;
    private final EndpointListeners listeners = new EndpointListeners();
    private final Membership members;
    private volatile EndpointPicker picker;

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
        this.picker = picker(upstream);
        this.members = new Membership(upstream, names, time, listeners);
        listeners.add(new Recovery());
    }

    private EndpointPicker picker(Upstream upstream) {
        return new EndpointPicker(upstream.policy().loadBalancing(), time);
    }

    /** One that is back may mean that others are. */
    private final class Recovery implements Listener {
        @Override
        public void returned(EndpointState state) {
            rescue.recovered(members.known().states().values());
        }
    }

    /** From now on it hears of every change; of what is there already it does not. */
    void listener(Listener listener) {
        listeners.add(listener);
    }

    /** From now on it hears nothing more. */
    void removeListener(Listener listener) {
        listeners.remove(listener);
    }

    /** From now on these are the settings; endpoints that stay keep their state. One at a time. */
    void replace(Upstream upstream, Names names) {
        picker = picker(upstream);
        members.replace(upstream, names);
    }

    /**
     * A permit on an endpoint, on one that this call has not tried if possible; null if no endpoint gives one.
     *
     * @param mayProbe whether this call is one to probe an ejected endpoint with: one that may be sent again if that fails
     */
    @Nullable
    Lease lease(Collection<EndpointState> tried, boolean mayProbe) {
        List<Tier> tiers = members.current().tiers();
        long now = time.nanoTime();
        Lease lease = picker.lease(tiers, tried, mayProbe, now);
        return lease == null && mayProbe ? rescue.probe(states(), openForNanos(), now) : lease;
    }

    private long openForNanos() {
        return members.policy().breaker().openFor().toNanos();
    }

    /** Whether there is an endpoint that this call has not tried and that is not ejected. */
    boolean hasOther(Collection<EndpointState> tried) {
        long now = time.nanoTime();
        for (EndpointState state : states()) {
            if (!tried.contains(state) && !state.ejection().refuses(now)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is one besides this, too. */
    boolean hasOther(Collection<EndpointState> tried, EndpointState besides) {
        long now = time.nanoTime();
        for (EndpointState state : states()) {
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
        Collection<EndpointState> all = states();
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
        return members.current().states().values();
    }

    /** Says by hand what holds for all endpoints. */
    void admit(Admission all) {
        members.admit(all);
    }

    /** Says by hand what holds for these endpoints, until something else is said. */
    void admit(Collection<EndpointState> these, Admission own) {
        members.admit(these, own);
    }
}
