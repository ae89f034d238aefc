package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.BreakerPolicy;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.IllegalStateTransitionException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Resilience4j breaker of one endpoint, and what it does not tell: until when it is open. Thread-safe. */
final class EndpointBreaker {
    private static final Duration NEVER_SLOW = Duration.ofDays(365);

    /** In place of a permit. */
    static final int REFUSED = -1;

    private static final Logger LOG = LoggerFactory.getLogger(EndpointBreaker.class);

    private final BreakerPolicy policy;
    private final TimeSource time;
    private final OpenInterval interval;
    private final CircuitBreaker breaker;
    private final AtomicInteger consecutiveFailures = new AtomicInteger();
    private final AtomicInteger generation = new AtomicInteger();

    /** What it decides by at this moment: the attempts that it has counted, and how many of them as failures. */
    record Counts(int attempts, int failures) {
        static final Counts NONE = new Counts(0, 0);
    }

    EndpointBreaker(String name, BreakerPolicy policy, TimeSource time) {
        this.policy = policy;
        this.time = time;
        this.interval = new OpenInterval(policy, time);
        this.breaker = CircuitBreaker.of(name, config());
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
                .waitIntervalFunctionInOpenState(opened -> openMillis())
                .clock(new MonotonicClock(time))
                .currentTimestampFunction(clock -> time.nanoTime(), TimeUnit.NANOSECONDS)
                .writableStackTraceEnabled(false)
                .build();
    }

    /* Resilience4j asks this once each time the breaker opens, and tells no one the answer: so it is noted here. */
    private long openMillis() {
        long millis = interval.begin();
        generation.incrementAndGet();
        return millis;
    }

    /** From when to when it is open. */
    OpenInterval interval() {
        return interval;
    }

    /** Asks for a permit: -1 if there is none, else the number of the time in which it counts: until the breaker opens. */
    int acquire() {
        int now = generation.get();
        try {
            return breaker.tryAcquirePermission() ? now : REFUSED;
        } catch (IllegalStateTransitionException e) {
            return REFUSED; // something else is said by hand at this moment
        }
    }

    /* What began before the breaker opened says nothing about the probe. */
    private boolean counts(int permit) {
        return permit == generation.get();
    }

    void release(int permit) {
        if (counts(permit)) {
            breaker.releasePermission();
        }
    }

    /** Counts a success; returns whether it closed the breaker. */
    boolean succeeded(int permit, long elapsedNanos) {
        if (!counts(permit)) {
            return false;
        }
        consecutiveFailures.set(0);
        tell(elapsedNanos, null);
        return interval.hasOpened() && breaker.getState() == State.CLOSED && close();
    }

    private synchronized boolean close() {
        boolean isOpen = interval.hasOpened();
        if (isOpen) {
            interval.end();
        }
        return isOpen;
    }

    /** Counts a failure; returns whether it opened the breaker. */
    boolean failed(int permit, long elapsedNanos) {
        if (!counts(permit)) {
            return false;
        }
        tell(elapsedNanos, new CountedFailure());
        int inARow = consecutiveFailures.incrementAndGet();
        if (inARow == policy.consecutiveFailures()) {
            open();
        }
        return !counts(permit);
    }

    /* What it would change to, had nothing else been said by hand at this moment, does not matter. */
    private void tell(long elapsedNanos, @Nullable CountedFailure failure) {
        try {
            if (failure == null) {
                breaker.onSuccess(elapsedNanos, TimeUnit.NANOSECONDS);
            } else {
                breaker.onError(elapsedNanos, TimeUnit.NANOSECONDS, failure);
            }
        } catch (IllegalStateTransitionException e) {
            LOG.debug("{}: {}", breaker.getName(), e.getMessage());
        }
    }

    /** Opens it, unless it is open; returns whether it did. */
    synchronized boolean open() {
        return breaker.getState() == State.CLOSED && changes(breaker::transitionToOpenState);
    }

    /* Resilience4j changes its state by itself as well: whoever comes second has nothing to do. */
    private static boolean changes(Runnable transition) {
        try {
            transition.run();
            return true;
        } catch (IllegalStateTransitionException e) {
            return false;
        }
    }

    /** Is open for as long as another one, the one before it, would have been. */
    void inherit(EndpointBreaker before) {
        if (interval.inherit(before.interval)) {
            breaker.transitionToOpenState();
        }
    }

    /** If it is open, the next call may be the probe. */
    synchronized void expectProbe() {
        if (breaker.getState() == State.OPEN && changes(breaker::transitionToHalfOpenState)) {
            interval.probeNow();
        }
    }

    /** Follows what is said by hand. Back in automatic it begins as closed. */
    synchronized void follow(Admission admission) {
        switch (admission) {
            case FORCED_OPEN -> breaker.transitionToForcedOpenState();
            case FORCED_CLOSED -> breaker.transitionToMetricsOnlyState();
            case AUTOMATIC, DRAINED -> {
                if (breaker.getState() == State.FORCED_OPEN || breaker.getState() == State.METRICS_ONLY) {
                    consecutiveFailures.set(0);
                    interval.forget();
                    breaker.transitionToClosedState();
                }
            }
        }
    }

    /** Resilience4j stays open until it is asked; whoever only looks is told that a probe would be admitted. */
    State state(long nowNanos) {
        State state = breaker.getState();
        return state == State.OPEN && !interval.isOpen(nowNanos) ? State.HALF_OPEN : state;
    }

    /** Of the last window; while open, of the window before, and while probed, of the probes. */
    Counts counts() {
        CircuitBreaker.Metrics metrics = breaker.getMetrics();
        return new Counts(metrics.getNumberOfBufferedCalls(), metrics.getNumberOfFailedCalls());
    }

    /** What the breaker is told; it wants an exception, and only counts it. */
    private static final class CountedFailure extends Exception {
        private static final long serialVersionUID = 1L;

        private CountedFailure() {
            super("counted by an endpoint's breaker", null, false, false);
        }
    }
}
