package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.Upstream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which endpoints an upstream has, as settings, source and names say, and what was said of them by hand. An endpoint keeps its
 * state for as long as its source names it, and what was said of it by hand for longer. Thread-safe; looked at without a lock.
 */
final class Membership {
    private final TimeSource time;
    private final EndpointListeners listeners;
    private final ReentrantLock changing = new ReentrantLock();
    private final Map<Endpoint, Admission> byHand = new ConcurrentHashMap<>();
    private volatile Admission ofAll = Admission.AUTOMATIC;
    private volatile Plan plan;
    private volatile Endpoints endpoints = Endpoints.NONE;

    /** What follows from the settings, together. */
    private record Plan(Upstream upstream, Names names, EndpointPolicy policy) {}

    /**
     * @param listeners hear who joins and leaves, and each endpoint tells them of itself
     */
    Membership(Upstream upstream, Names names, TimeSource time, EndpointListeners listeners) {
        this.time = time;
        this.listeners = listeners;
        this.plan = new Plan(upstream, names, EndpointPolicy.of(upstream));
        current(); // starts to look names up
    }

    /** From now on these are the settings; endpoints that stay keep their state. */
    void replace(Upstream upstream, Names names) {
        changing.lock();
        try {
            plan = new Plan(upstream, names, EndpointPolicy.of(upstream));
            endpoints.states().values().forEach(state -> state.policy(plan.policy()));
            endpoints = endpoints.outdated();
        } finally {
            changing.unlock();
        }
        current();
    }

    /** What endpoints need to know of the settings. */
    EndpointPolicy policy() {
        return plan.policy();
    }

    /** The endpoints that there are now. */
    Endpoints current() {
        Endpoints seen = endpoints;
        Plan now = plan;
        List<Endpoint> source = now.upstream().source().endpoints();
        return seen.isOf(source, now.names()) ? seen : rebuild();
    }

    /** Those that there were when somebody asked last. */
    Endpoints known() {
        return endpoints;
    }

    private Endpoints rebuild() {
        changing.lock();
        try {
            Plan now = plan;
            Endpoints before = endpoints;
            boolean isFirst = before.isUnresolved();
            Endpoints after = EndpointsBuilder.build(
                    now.upstream(), now.names(), before, endpoint -> state(endpoint, before, now.policy(), isFirst));
            endpoints = after;
            listeners.changed(before, after);
            return after;
        } finally {
            changing.unlock();
        }
    }

    private EndpointState state(Endpoint endpoint, Endpoints before, EndpointPolicy policy, boolean isFirst) {
        EndpointState known = before.states().get(endpoint.identity());
        if (known != null) {
            known.endpoint(endpoint);
            return known;
        }
        EndpointState state = new EndpointState(endpoint, policy, time, listeners);
        state.ejection().admit(byHand.getOrDefault(endpoint.identity(), Admission.AUTOMATIC), ofAll);
        if (!isFirst) {
            state.ramp();
        }
        return state;
    }

    /** Says by hand what holds for all endpoints. */
    void admit(Admission all) {
        changing.lock();
        try {
            ofAll = all;
            for (EndpointState state : endpoints.states().values()) {
                state.ejection().admit(state.ejection().ownAdmission(), all);
            }
        } finally {
            changing.unlock();
        }
    }

    /** Says by hand what holds for these endpoints, until something else is said. */
    void admit(Collection<EndpointState> these, Admission own) {
        changing.lock();
        try {
            for (EndpointState state : these) {
                byHand.put(state.endpoint().identity(), own);
                state.ejection().admit(own, ofAll);
            }
        } finally {
            changing.unlock();
        }
    }
}
