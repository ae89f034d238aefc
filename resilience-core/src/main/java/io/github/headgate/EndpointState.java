package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.BreakerPolicy;
import io.github.headgate.upstream.Endpoint;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one endpoint: its breaker, its load, its last failure. An endpoint is ejected when its breaker refuses a
 * permit; there is no other state. Thread-safe.
 */
final class EndpointState {
    private static final Duration NEVER_SLOW = Duration.ofDays(365);
    private static final double JITTER = 0.1;

    private final Endpoint endpoint;
    private final BreakerPolicy policy;
    private final TimeSource time;
    private final CircuitBreaker breaker;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger consecutiveFailures = new AtomicInteger();
    private final LatencyEwma latency = new LatencyEwma();

    private volatile long openUntilNanos;
    private volatile @Nullable LastFailure lastFailure;

    /** The failure that was counted last, what more is known of it, and when. */
    record LastFailure(String what, @Nullable String detail, Instant at) {}

    /** What the breaker decides by at this moment: the attempts that it has counted, and how many of them as failures. */
    record Counts(int attempts, int failures) {}

    EndpointState(Endpoint endpoint, BreakerPolicy policy, TimeSource time) {
        this.endpoint = endpoint;
        this.policy = policy;
        this.time = time;
        this.openUntilNanos = time.nanoTime();
        this.breaker = CircuitBreaker.of(endpoint.toString(), config());
    }

    private CircuitBreakerConfig config() {
        boolean countsSlow = !policy.slowCallDuration().isZero();
        return CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.TIME_BASED)
                .slidingWindowSize((int) policy.window().toSeconds())
                .minimumNumberOfCalls(policy.minimumCalls())
                .failureRateThreshold(policy.failureRate())
                .slowCallDurationThreshold(countsSlow ? policy.slowCallDuration() : NEVER_SLOW)
                .slowCallRateThreshold(policy.slowCallRate())
                .permittedNumberOfCallsInHalfOpenState(1)
                .waitIntervalFunctionInOpenState(this::openMillis)
                .clock(new MonotonicClock(time))
                .currentTimestampFunction(clock -> time.nanoTime(), TimeUnit.NANOSECONDS)
                .writableStackTraceEnabled(false)
                .build();
    }

    /* Resilience4j asks this once each time the breaker opens, and tells no one the answer: so it is noted here. */
    private long openMillis(int opened) {
        double doubled = (double) policy.openFor().toMillis() * Math.pow(2, Math.max(0, opened - 1));
        double capped = Math.min(doubled, (double) policy.maxOpenFor().toMillis());
        long millis = Math.max(1, Math.round(capped * (1 + JITTER * (time.random() - 0.5))));
        openUntilNanos = time.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        return millis;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** Asks the breaker for a permit, which may make this the probe of an ejected endpoint; null if it refuses. */
    @Nullable
    Lease lease() {
        if (!breaker.tryAcquirePermission()) {
            return null;
        }
        inFlight.incrementAndGet();
        return new Lease(this, time.nanoTime());
    }

    /** Whether it is known to refuse: its breaker opened and the time to the first probe is not over. */
    boolean isEjected(long nowNanos) {
        return openUntilNanos - nowNanos > 0;
    }

    /** Nanoseconds to the first probe; 0 if the endpoint is not ejected or is being probed. */
    long nanosToProbe(long nowNanos) {
        return Math.max(0, openUntilNanos - nowNanos);
    }

    int inFlight() {
        return inFlight.get();
    }

    double latencyNanos(long nowNanos) {
        return latency.nanos(nowNanos);
    }

    /** The breaker itself stays open until it is asked; whoever only looks is told that a probe would be admitted. */
    CircuitBreaker.State breakerState() {
        CircuitBreaker.State state = breaker.getState();
        return state == CircuitBreaker.State.OPEN && !isEjected(time.nanoTime())
                ? CircuitBreaker.State.HALF_OPEN
                : state;
    }

    /** Of the last {@code breaker.window}; while ejected, of the window before, and while probed, of the probes. */
    Counts counts() {
        CircuitBreaker.Metrics metrics = breaker.getMetrics();
        return new Counts(metrics.getNumberOfBufferedCalls(), metrics.getNumberOfFailedCalls());
    }

    @Nullable
    LastFailure lastFailure() {
        return lastFailure;
    }

    void succeeded(long elapsedNanos) {
        inFlight.decrementAndGet();
        consecutiveFailures.set(0);
        latency.observe(elapsedNanos, time.nanoTime());
        breaker.onSuccess(elapsedNanos, TimeUnit.NANOSECONDS);
    }

    /** Counts a failure; {@code what} is a failure type or a status, and {@code detail} what more is known, for people. */
    void failed(String what, @Nullable String detail, long elapsedNanos) {
        inFlight.decrementAndGet();
        lastFailure = new LastFailure(what, detail, time.instant());
        breaker.onError(elapsedNanos, TimeUnit.NANOSECONDS, new CountedFailure());
        int inARow = consecutiveFailures.incrementAndGet();
        if (inARow == policy.consecutiveFailures() && breaker.getState() == CircuitBreaker.State.CLOSED) {
            breaker.transitionToOpenState();
        }
    }

    void released() {
        inFlight.decrementAndGet();
        breaker.releasePermission();
    }

    /** What the breaker is told; it wants an exception, and only counts it. */
    private static final class CountedFailure extends Exception {
        private static final long serialVersionUID = 1L;

        private CountedFailure() {
            super("counted by an endpoint's breaker", null, false, false);
        }
    }
}
