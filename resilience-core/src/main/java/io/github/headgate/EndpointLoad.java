package io.github.headgate;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How busy and how fast an endpoint is, as its attempts show. Thread-safe.
 *
 * <p>An endpoint at which attempts wait, and which has answered none for longer than its latency, is at least as slow as that:
 * so one that stalls is found by its silence, long before the first of its attempts has timed out.
 */
final class EndpointLoad {
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final LatencyEwma latency = new LatencyEwma();
    private volatile long heardFromNanos;

    /** Attempts under way, those included whose body is still read. */
    int inFlight() {
        return inFlight.get();
    }

    /** The latency in nanoseconds that an attempt is to expect; 0 if nothing is known. */
    double latencyNanos(long nowNanos) {
        double known = latency.nanos(nowNanos);
        return waiting.get() == 0 ? known : Math.max(known, (double) (nowNanos - heardFromNanos));
    }

    void began(long nowNanos) {
        inFlight.incrementAndGet();
        if (waiting.getAndIncrement() == 0) {
            heardFromNanos = nowNanos;
        }
    }

    /** An attempt waits no more. */
    void heard(long nowNanos) {
        waiting.decrementAndGet();
        heardFromNanos = nowNanos;
    }

    /** An answer took so long. */
    void observe(long latencyNanos, long nowNanos) {
        latency.observe(latencyNanos, nowNanos);
    }

    /** A failure cost its call so much; a failure that comes fast does not make an endpoint a fast one. */
    void observeFailure(long costNanos, long nowNanos) {
        if (costNanos > latency.nanos(nowNanos)) {
            latency.observe(costNanos, nowNanos);
        }
    }

    void ended() {
        inFlight.decrementAndGet();
    }
}
