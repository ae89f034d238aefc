package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The way back when every endpoint of an upstream is ejected. There is no use in waiting for longer and longer then: in each
 * {@code open-for} one of them is probed, that which has been left alone for the longest time. And when the first is back, the
 * others are probed at once, so that it does not have to bear the load of all. Thread-safe.
 */
final class Rescue {
    private final TimeSource time;
    private final AtomicLong lastNanos;
    private volatile boolean isNeeded;

    Rescue(TimeSource time) {
        this.time = time;
        this.lastNanos = new AtomicLong(time.nanoTime());
    }

    /** A permit to probe with, when no endpoint permits; null if it is not time. */
    @Nullable
    Lease probe(Collection<EndpointState> states, long everyNanos, long nowNanos) {
        isNeeded = true;
        long last = lastNanos.get();
        EndpointState longest = longest(states, nowNanos);
        if (longest == null
                || longest.ejection().openForNanos(nowNanos) < everyNanos
                || nowNanos - last < everyNanos
                || !lastNanos.compareAndSet(last, nowNanos)) {
            return null;
        }
        longest.ejection().expectProbe();
        return longest.lease();
    }

    private static @Nullable EndpointState longest(Collection<EndpointState> states, long nowNanos) {
        EndpointState longest = null;
        long longestNanos = -1;
        for (EndpointState state : states) {
            long nanos = state.ejection().openForNanos(nowNanos);
            if (nanos > longestNanos) {
                longest = state;
                longestNanos = nanos;
            }
        }
        return longest;
    }

    /** Nanoseconds to the next such probe; not to be expected if this is {@link Long#MAX_VALUE}. */
    long nanosToProbe(Collection<EndpointState> states, long everyNanos, long nowNanos) {
        EndpointState longest = longest(states, nowNanos);
        if (longest == null) {
            return Long.MAX_VALUE;
        }
        long ofEndpoint = everyNanos - longest.ejection().openForNanos(nowNanos);
        long ofUpstream = everyNanos - (nowNanos - lastNanos.get());
        return Math.max(0, Math.max(ofEndpoint, ofUpstream));
    }

    /** One has recovered: if all were out, the others may have as well. */
    void recovered(Collection<EndpointState> states) {
        if (isNeeded) {
            isNeeded = false;
            long now = time.nanoTime();
            for (EndpointState state : states) {
                if (state.ejection().openForNanos(now) >= 0) {
                    state.ejection().expectProbe();
                }
            }
        }
    }
}
