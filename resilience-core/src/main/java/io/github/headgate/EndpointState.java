package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.Endpoint;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of one endpoint: its breaker, its load, its health, its last failure. An endpoint is ejected when its breaker
 * refuses a permit; there is no other state. Thread-safe.
 */
final class EndpointState {
    private static final Logger LOG = LoggerFactory.getLogger(Headgate.class);

    /* How long a probe waits for a call that may be sent again. */
    private static final long PROBE_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final TimeSource time;
    private final EndpointPool.Listener listener;
    private final EndpointLoad load = new EndpointLoad();
    private final Tally tally = new Tally();
    private volatile Endpoint endpoint;
    private volatile EndpointPolicy policy;
    private volatile @Nullable EndpointBreaker breaker; // many endpoints are never asked for
    private volatile boolean isProbed;
    private volatile Admission admission = Admission.AUTOMATIC;
    private volatile Admission ofUpstream = Admission.AUTOMATIC;
    private volatile Health health = Health.UNCHECKED;
    private volatile long rampSinceNanos;
    private volatile boolean isRamping;
    private volatile @Nullable LastFailure lastFailure;

    /** The failure that was counted last, what more is known of it, and when. */
    record LastFailure(String what, @Nullable String detail, Instant at) {}

    /**
     * @param listener hears that it is ejected, and that it is back
     */
    EndpointState(Endpoint endpoint, EndpointPolicy policy, TimeSource time, EndpointPool.Listener listener) {
        this.endpoint = endpoint;
        this.policy = policy;
        this.time = time;
        this.listener = listener;
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
    }

    /** Follows other settings; a breaker whose own have changed begins to count anew, and stays open if it is. */
    synchronized void policy(EndpointPolicy now) {
        boolean isOther = !now.breaker().equals(policy.breaker());
        policy = now;
        EndpointBreaker before = breaker;
        if (isOther && before != null) {
            EndpointBreaker next = newBreaker();
            next.inherit(before);
            breaker = next;
        }
    }

    private EndpointBreaker newBreaker() {
        EndpointBreaker made = new EndpointBreaker(endpoint.toString(), policy.breaker(), time);
        made.follow(admission());
        return made;
    }

    private EndpointBreaker breaker() {
        EndpointBreaker made = breaker;
        return made == null ? makeBreaker() : made;
    }

    private synchronized EndpointBreaker makeBreaker() {
        EndpointBreaker made = breaker;
        if (made == null) {
            made = newBreaker();
            breaker = made;
        }
        return made;
    }

    /** Asks the breaker for a permit, which may make this the probe of an ejected endpoint; null if it refuses. */
    @Nullable
    Lease lease() {
        if (admission().refuses()) {
            return null;
        }
        EndpointBreaker own = breaker();
        int permit = own.acquire();
        if (permit == EndpointBreaker.REFUSED) {
            return null;
        }
        long now = time.nanoTime();
        if (own.interval().probeDueForNanos(now) >= 0) {
            isProbed = true;
        }
        load.began(now);
        return new Lease(this, own, permit, now);
    }

    /**
     * Whether it is better left out while there is another: it refuses, is being probed, has asked to be left alone, fails its
     * health checks, or a probe is due and this call is not one to probe with.
     */
    boolean isAvoided(boolean mayProbe, long nowNanos) {
        if (health != Health.UNCHECKED && health.isOut() && admission() != Admission.FORCED_CLOSED) {
            return true;
        }
        EndpointBreaker own = breaker;
        if (own == null) {
            return admission().refuses();
        }
        if (refuses(nowNanos) || isProbed || own.interval().isResting(nowNanos)) {
            return true;
        }
        long due = own.interval().probeDueForNanos(nowNanos);
        return due >= 0 && !mayProbe && due < PROBE_PATIENCE_NANOS;
    }

    /** Whether it is known to refuse: by hand, or since its breaker opened and the time to the first probe is not over. */
    boolean refuses(long nowNanos) {
        EndpointBreaker own = breaker;
        return admission().refuses() || (own != null && own.interval().isOpen(nowNanos));
    }

    /** Nanoseconds to the first probe; 0 if the endpoint is not ejected or is being probed. */
    long nanosToProbe(long nowNanos) {
        EndpointBreaker own = breaker;
        return own == null ? 0 : own.interval().nanosToProbe(nowNanos);
    }

    /** For how long its breaker has been open, in nanoseconds; less than 0 if it must not be probed before its time. */
    long openForNanos(long nowNanos) {
        EndpointBreaker own = breaker;
        return own == null || admission().refuses() ? -1 : own.interval().openForNanos(nowNanos);
    }

    /** If it is ejected, the next call may be the probe. */
    void expectProbe() {
        EndpointBreaker own = breaker;
        if (own != null) {
            own.expectProbe();
        }
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
        if (!isRamping) {
            return 1;
        }
        double over = (double) (nowNanos - rampSinceNanos)
                / Math.max(1, policy.slowStart().toNanos());
        if (over >= 1) {
            isRamping = false;
        }
        return Math.max(policy.leastRamp(), Math.min(1, over));
    }

    /** From now on it gets its share step by step, where that is set. */
    void ramp() {
        rampSinceNanos = time.nanoTime();
        isRamping = !policy.slowStart().isZero();
    }

    /** It asks to be left alone for so long, which is heeded up to the longest ejection. */
    void rest(long nanos) {
        long most = policy.breaker().maxOpenFor().toNanos();
        breaker().interval().restUntil(time.nanoTime() + Math.min(nanos, most));
    }

    /** Ejects it because it stands out from its peers; returns whether it was not ejected before. */
    boolean eject(String why) {
        EndpointBreaker own = breaker();
        boolean isNew = own.open();
        if (isNew) {
            tellEjection(own, why);
        }
        return isNew;
    }

    Admission admission() {
        return admission.within(ofUpstream);
    }

    /** What is said of it by hand, or of all endpoints of its upstream. */
    synchronized void admit(Admission own, Admission upstream) {
        admission = own;
        ofUpstream = upstream;
        EndpointBreaker made = breaker;
        if (made != null) {
            made.follow(admission());
        }
    }

    /** What was said of this endpoint alone. */
    Admission ownAdmission() {
        return admission;
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
            expectProbe();
        }
    }

    /** What was counted since this was asked last. */
    Tally.Counts takeTally() {
        return tally.take();
    }

    CircuitBreaker.State breakerState() {
        EndpointBreaker own = breaker;
        return own == null ? CircuitBreaker.State.CLOSED : own.state(time.nanoTime());
    }

    EndpointBreaker.Counts counts() {
        EndpointBreaker own = breaker;
        return own == null ? EndpointBreaker.Counts.NONE : own.counts();
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
