package io.github.headgate;

import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import io.github.headgate.retry.RetryBudget;
import io.github.headgate.retry.RetryDecider;
import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.FallbackPolicy;
import io.github.headgate.upstream.Upstream;
import io.github.headgate.upstream.UpstreamPolicy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One upstream with all that its calls share, under one set of settings. Thread-safe. */
final class UpstreamState {
    private final Upstream upstream;
    private final Names names;
    private final EndpointPool pool;
    private final Gate gate;
    private final Transport transport;
    private final @Nullable Hedge hedge;
    private final RetryBudget budget;
    private final RetryDecider decider;
    private final @Nullable LastGood lastGood;
    private final @Nullable Refreshes refreshes;
    private final TimeSource time;
    private final Chores chores = new Chores();

    UpstreamState(Upstream upstream, Names names, Transport transport, @Nullable Hedge hedge, TimeSource time) {
        this(
                upstream,
                names,
                new EndpointPool(upstream, names, time),
                new Gate(upstream.name(), upstream.policy(), time),
                transport,
                hedge,
                new RetryBudget(upstream.policy().retry(), time.nanoTime()),
                lastGood(upstream, null, time),
                refreshes(upstream, null, time),
                time);
    }

    private UpstreamState(
            Upstream upstream,
            Names names,
            EndpointPool pool,
            Gate gate,
            Transport transport,
            @Nullable Hedge hedge,
            RetryBudget budget,
            @Nullable LastGood lastGood,
            @Nullable Refreshes refreshes,
            TimeSource time) {
        this.upstream = upstream;
        this.names = names;
        this.pool = pool;
        this.gate = gate;
        this.transport = transport;
        this.hedge = hedge;
        this.budget = budget;
        this.lastGood = lastGood;
        this.refreshes = refreshes;
        this.decider = new RetryDecider(upstream.policy().retry(), budget, time::random);
        this.time = time;
    }

    /**
     * The same upstream under other settings. What is known of endpoints that stay, the calls under way and, if its settings
     * are the same, the retry budget are kept; calls that have begun end as they would have.
     */
    UpstreamState replacedBy(Upstream next, Names nextNames, Transport nextTransport, @Nullable Hedge nextHedge) {
        pool.replace(next, nextNames);
        gate.replace(next.policy());
        boolean isSameRetry = next.policy().retry().equals(upstream.policy().retry());
        RetryBudget kept = isSameRetry ? budget : new RetryBudget(next.policy().retry(), time.nanoTime());
        LastGood last = lastGood(next, lastGood, time);
        Refreshes others = refreshes(next, refreshes, time);
        return new UpstreamState(next, nextNames, pool, gate, nextTransport, nextHedge, kept, last, others, time);
    }

    /* What is kept stays, unless how it is kept has changed. */
    private static @Nullable LastGood lastGood(Upstream upstream, @Nullable LastGood before, TimeSource time) {
        FallbackPolicy fallback = upstream.policy().fallback();
        if (!fallback.isStoring()) {
            return null;
        }
        boolean isSame = before != null && before.keepsAs(fallback);
        return isSame ? before : new LastGood(upstream.name(), fallback, time);
    }

    private static @Nullable Refreshes refreshes(Upstream upstream, @Nullable Refreshes before, TimeSource time) {
        FallbackPolicy fallback = upstream.policy().fallback();
        if (!fallback.isCollapsing()) {
            return null;
        }
        boolean isSame = before != null && before.how() == fallback.collapse();
        return isSame ? before : new Refreshes(fallback.collapse(), time);
    }

    String name() {
        return upstream.name();
    }

    Upstream upstream() {
        return upstream;
    }

    UpstreamPolicy policy() {
        return upstream.policy();
    }

    Names names() {
        return names;
    }

    EndpointPool pool() {
        return pool;
    }

    Gate gate() {
        return gate;
    }

    Transport transport() {
        return transport;
    }

    /** When calls make a second attempt beside the first; null for never. */
    @Nullable
    Hedge hedge() {
        return hedge;
    }

    /** The responses to be given in place of a failure; null for none. */
    @Nullable
    LastGood lastGood() {
        return lastGood;
    }

    /** The calls that others may wait for; null for none. */
    @Nullable
    Refreshes refreshes() {
        return refreshes;
    }

    Chores chores() {
        return chores;
    }

    RetryBudget budget() {
        return budget;
    }

    RetryDecider decider() {
        return decider;
    }

    /** Says by hand what holds for all endpoints; idle connections are closed if that is a refusal. */
    void admit(Admission admission) {
        pool.admit(admission);
        if (admission.refuses()) {
            pool.states().forEach(this::closeIdle);
        }
    }

    /**
     * Says by hand what holds for an endpoint.
     *
     * @param url as the settings have it, or as the status shows it
     * @throws IllegalArgumentException if there is no such endpoint
     */
    void admit(String url, Admission admission) {
        List<EndpointState> named = pool.states().stream()
                .filter(state -> state.endpoint().isCalled(url))
                .toList();
        if (named.isEmpty()) {
            List<String> known =
                    pool.states().stream().map(EndpointState::inWords).toList();
            throw new IllegalArgumentException(
                    name() + ": no such endpoint: " + url + " (expected: one of " + known + ")");
        }
        pool.admit(named, admission);
        if (admission.refuses()) {
            named.forEach(this::closeIdle);
        }
    }

    private void closeIdle(EndpointState state) {
        if (state.endpoint().address() != null) {
            transport.retire(state.endpoint());
        }
    }

    /** No endpoint admits a call; the time to the first probe is when it may be worth coming back. */
    Failure unavailable() {
        return Failure.of(FailureType.DESTINATION_UNAVAILABLE).withRetryAfter(Duration.ofNanos(pool.nanosToProbe()));
    }
}
