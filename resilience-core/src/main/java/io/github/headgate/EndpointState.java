package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.Endpoint;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One endpoint with all that is known of it: who is let in and how that ends, and by it its ejection, its load, its health and its
 * last failure. An endpoint is ejected when its breaker refuses a permit; there is no other state. Thread-safe.
 */
final class EndpointState {
    private static final Logger LOG = LoggerFactory.getLogger(Headgate.class);

    private final TimeSource time;
    private final EndpointPool.Listener listener;
    private final Ejection ejection;
    private final SlowStart slowStart = new SlowStart();
    private final EndpointLoad load = new EndpointLoad();
    private final Tally tally = new Tally();
    private volatile Endpoint endpoint;
    private volatile String words;
    private volatile EndpointPolicy policy;
    private volatile boolean isProbed;
    private volatile Health health = Health.UNCHECKED;
    private volatile @Nullable LastFailure lastFailure;

    /** The failure that was counted last, what more is known of it, and when. */
    record LastFailure(String what, @Nullable String detail, Instant at) {}

    /**
     * @param listener hears that it is ejected, and that it is back
     */
    EndpointState(Endpoint endpoint, EndpointPolicy policy, TimeSource time, EndpointPool.Listener listener) {
        this.endpoint = endpoint;
        this.words = endpoint.toString();
        this.policy = policy;
        this.time = time;
        this.listener = listener;
        this.ejection = new Ejection(endpoint, policy.breaker(), time);
    }

    /** As its source names it now. */
    Endpoint endpoint() {
        return endpoint;
    }

    String upstream() {
        return policy.upstream();
    }

    void endpoint(Endpoint asNamedNow) {
        endpoint = asNamedNow;
        words = asNamedNow.toString();
    }

    /** The endpoint as it is called where people read it: made once, for every attempt tells it. */
    String inWords() {
        return words;
    }

    /** Follows other settings; a breaker whose own have changed begins to count anew, and stays open if it is. */
    void policy(EndpointPolicy now) {
        policy = now;
        ejection.policy(now.breaker());
    }

    /** Whether its breaker, or somebody by hand, keeps calls away. */
    Ejection ejection() {
        return ejection;
    }

    /** Asks the breaker for a permit, which may make this the probe of an ejected endpoint; null if it refuses. */
    @Nullable
    Lease lease() {
        if (ejection.admission().refuses()) {
            return null;
        }
        EndpointBreaker breaker = ejection.breaker();
        int permit = breaker.acquire();
        if (permit == EndpointBreaker.REFUSED) {
            return null;
        }
        long now = time.nanoTime();
        if (breaker.interval().probeDueForNanos(now) >= 0) {
            isProbed = true;
        }
        load.began(now);
        return new Lease(this, breaker, permit, now);
    }

    /**
     * Whether it is better left out while there is another: it refuses, is being probed, has asked to be left alone, fails its
     * health checks, or a probe is due and this call is not one to probe with.
     */
    boolean isAvoided(boolean mayProbe, long nowNanos) {
        if (health != Health.UNCHECKED && health.isOut() && ejection.admission() != Admission.FORCED_CLOSED) {
            return true;
        }
        return isProbed || ejection.isAvoided(mayProbe, nowNanos);
    }

    /** What one more attempt costs here, to be compared with others: latency times the queue for its share of the calls. */
    double costNanos(long nowNanos) {
        return (queue() + 1) * load.latencyNanos(nowNanos);
    }

    /** Attempts under way for each of its share of the calls. */
    double queue() {
        return (double) load.inFlight() / endpoint.weight();
    }

    int inFlight() {
        return load.inFlight();
    }

    double latencyNanos(long nowNanos) {
        return load.latencyNanos(nowNanos);
    }

    /** From 0 to 1, how much of its share it gets: less than 1 while it is new or has recovered. */
    double ramp(long nowNanos) {
        return slowStart.share(policy.slowStart(), nowNanos);
    }

    /** From now on it gets its share step by step, where that is set. */
    void ramp() {
        slowStart.begin(policy.slowStart(), time.nanoTime());
    }

    /** It asks to be left alone for so long, which is heeded up to the longest ejection. */
    void rest(long nanos) {
        long most = policy.breaker().maxOpenFor().toNanos();
        ejection.breaker().interval().restUntil(time.nanoTime() + Math.min(nanos, most));
    }

    /** Ejects it because it stands out from its peers; returns whether it was not ejected before. */
    boolean eject(String why) {
        EndpointBreaker breaker = ejection.breaker();
        boolean isNew = breaker.open();
        if (isNew) {
            tellEjection(breaker, why);
        }
        return isNew;
    }

    Health health() {
        return health;
    }

    /** What health checks have found; an endpoint that is well again is probed at once by the next call. */
    void health(Health found) {
        Health before = health;
        health = found;
        if (before == Health.UNHEALTHY && found == Health.HEALTHY) {
            ramp();
            ejection.expectProbe();
        }
    }

    /** What was counted since this was asked last. */
    Tally.Counts takeTally() {
        return tally.take();
    }

    @Nullable
    LastFailure lastFailure() {
        return lastFailure;
    }

    /** An attempt was answered after so long, and waits no more. */
    void heard(long elapsedNanos) {
        long now = time.nanoTime();
        load.heard(now);
        load.observe(elapsedNanos, now);
    }

    /** An attempt failed after so long, and waits no more. */
    void heardFailure(long elapsedNanos, boolean isSentAgainAtOnce) {
        long now = time.nanoTime();
        load.heard(now);
        observeFailure(elapsedNanos, isSentAgainAtOnce, now);
    }

    /** An attempt ended in a way that says nothing about the endpoint. */
    void heardNothing() {
        load.heard(time.nanoTime());
    }

    /* What a failure costs a call: its own time, and as a rule a wait and another attempt. */
    private void observeFailure(long elapsedNanos, boolean isSentAgainAtOnce, long now) {
        double again = isSentAgainAtOnce ? 0 : policy.retryNanos() + load.latencyNanos(now);
        load.observeFailure(elapsedNanos + (long) again, now);
    }

    void succeeded(Lease lease, long elapsedNanos) {
        load.ended();
        tally.answered(elapsedNanos);
        boolean isClosed = lease.breaker().succeeded(lease.permit(), elapsedNanos);
        isProbed = false;
        if (isClosed) {
            ramp();
            LOG.info("{}: {} admits calls again", policy.upstream(), endpoint);
            listener.returned(this);
        }
    }

    /** Counts a failure; {@code what} is a failure type or a status, and {@code detail} what more is known, for people. */
    void failed(Lease lease, String what, @Nullable String detail, long elapsedNanos) {
        load.ended();
        tally.failed();
        lastFailure = new LastFailure(what, detail, time.instant());
        boolean isOpened = lease.breaker().failed(lease.permit(), elapsedNanos);
        isProbed = false;
        if (isOpened) {
            tellEjection(lease.breaker(), "last failure " + what);
        }
    }

    void released(Lease lease) {
        load.ended();
        isProbed = false;
        lease.breaker().release(lease.permit());
    }

    private void tellEjection(EndpointBreaker by, String why) {
        Duration wait = Duration.ofNanos(by.interval().nanosToProbe(time.nanoTime()));
        LOG.warn("{}: {} is ejected for {} ms: {}", policy.upstream(), endpoint, wait.toMillis(), why);
        listener.ejected(this, why, wait);
    }
}
