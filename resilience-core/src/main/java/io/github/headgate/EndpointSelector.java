package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.LoadBalancing;
import java.util.concurrent.atomic.AtomicInteger;

/** Names the endpoint that is to be asked first. Thread-safe, and takes the same time for any number of endpoints. */
final class EndpointSelector {
    private final LoadBalancing order;
    private final TimeSource time;
    private final AtomicInteger turn = new AtomicInteger();

    EndpointSelector(LoadBalancing order, TimeSource time) {
        this.order = order;
        this.time = time;
    }

    /** The index of the endpoint to ask first. */
    int pick(EndpointState[] endpoints, long nowNanos) {
        if (endpoints.length == 1) {
            return 0;
        }
        return switch (order) {
            case FIRST_AVAILABLE -> 0;
            case ROUND_ROBIN -> Math.floorMod(turn.getAndIncrement(), endpoints.length);
            case LEAST_LOADED -> betterOfTwo(endpoints, nowNanos);
        };
    }

    private int betterOfTwo(EndpointState[] endpoints, long nowNanos) {
        int one = (int) (time.random() * endpoints.length);
        int other = (one + 1 + (int) (time.random() * (endpoints.length - 1))) % endpoints.length;
        return isBetter(endpoints[other], endpoints[one], nowNanos) ? other : one;
    }

    /* Latency counts only where it is known of both: an endpoint that never answered is not the fastest one. */
    private static boolean isBetter(EndpointState one, EndpointState other, long nowNanos) {
        if (one.isEjected(nowNanos) != other.isEjected(nowNanos)) {
            return other.isEjected(nowNanos);
        }
        double oneLatency = one.latencyNanos(nowNanos);
        double otherLatency = other.latencyNanos(nowNanos);
        if (oneLatency == 0 || otherLatency == 0) {
            return one.inFlight() < other.inFlight();
        }
        return (one.inFlight() + 1) * oneLatency < (other.inFlight() + 1) * otherLatency;
    }
}
