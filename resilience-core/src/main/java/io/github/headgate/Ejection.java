package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.BreakerPolicy;
import io.github.headgate.upstream.Endpoint;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether an endpoint is ejected: because its breaker refuses, or by hand. The breaker is made when the first call asks for a
 * permit, and is told what is said by hand. Thread-safe.
 */
final class Ejection {
    /* How long a probe waits for a call that may be sent again. */
    private static final long PROBE_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Endpoint endpoint;
    private final TimeSource time;
    private volatile BreakerPolicy policy;
    private volatile @Nullable EndpointBreaker breaker; // many endpoints are never asked for
    private volatile Admission admission = Admission.AUTOMATIC;
    private volatile Admission ofUpstream = Admission.AUTOMATIC;

    Ejection(Endpoint endpoint, BreakerPolicy policy, TimeSource time) {
        this.endpoint = endpoint;
        this.policy = policy;
        this.time = time;
    }

    /** Follows other settings: a breaker begins to count anew if they differ, and stays open if it is. */
    synchronized void policy(BreakerPolicy now) {
        boolean isOther = !now.equals(policy);
        policy = now;
        EndpointBreaker before = breaker;
        if (isOther && before != null) {
            EndpointBreaker next = newBreaker();
            next.inherit(before);
            breaker = next;
        }
    }

    private EndpointBreaker newBreaker() {
        EndpointBreaker made = new EndpointBreaker(endpoint.toString(), policy, time);
        made.follow(admission());
        return made;
    }

    /** The breaker to ask for a permit. */
    EndpointBreaker breaker() {
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

    /** What is said by hand of this endpoint, or of all endpoints of its upstream. */
    Admission admission() {
        return admission.within(ofUpstream);
    }

    /** What was said of this endpoint alone. */
    Admission ownAdmission() {
        return admission;
    }

    /** Says something by hand of this endpoint, and of all endpoints of its upstream. */
    synchronized void admit(Admission own, Admission upstream) {
        admission = own;
        ofUpstream = upstream;
        EndpointBreaker made = breaker;
        if (made != null) {
            made.follow(admission());
        }
    }

    /** Whether it is known to refuse: by hand, or since its breaker opened and the time to the first probe is not over. */
    boolean refuses(long nowNanos) {
        EndpointBreaker made = breaker;
        return admission().refuses() || (made != null && made.interval().isOpen(nowNanos));
    }

    /**
     * Whether another endpoint is better asked: this one refuses, has asked to be left alone, or a probe is due and this call is
     * not one to probe with.
     */
    boolean isAvoided(boolean mayProbe, long nowNanos) {
        EndpointBreaker made = breaker;
        if (made == null) {
            return admission().refuses();
        }
        if (refuses(nowNanos) || made.interval().isResting(nowNanos)) {
            return true;
        }
        long due = made.interval().probeDueForNanos(nowNanos);
        return due >= 0 && !mayProbe && due < PROBE_PATIENCE_NANOS;
    }

    /** Nanoseconds to the first probe; 0 if the endpoint is not ejected or is being probed. */
    long nanosToProbe(long nowNanos) {
        EndpointBreaker made = breaker;
        return made == null ? 0 : made.interval().nanosToProbe(nowNanos);
    }

    /** For how long its breaker has been open, in nanoseconds; less than 0 if it must not be probed before its time. */
    long openForNanos(long nowNanos) {
        EndpointBreaker made = breaker;
        return made == null || admission().refuses() ? -1 : made.interval().openForNanos(nowNanos);
    }

    /** If its breaker is open, the next call may be the probe. */
    void expectProbe() {
        EndpointBreaker made = breaker;
        if (made != null) {
            made.expectProbe();
        }
    }

    CircuitBreaker.State breakerState() {
        EndpointBreaker made = breaker;
        return made == null ? CircuitBreaker.State.CLOSED : made.state(time.nanoTime());
    }

    EndpointBreaker.Counts counts() {
        EndpointBreaker made = breaker;
        return made == null ? EndpointBreaker.Counts.NONE : made.counts();
    }
}
