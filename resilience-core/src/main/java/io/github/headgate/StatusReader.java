package io.github.headgate;

import java.time.Duration;

/** Reads the present state of an upstream for people. Pure. */
final class StatusReader {
    private StatusReader() {}

    static UpstreamStatus read(UpstreamState upstream, long now) {
        return new UpstreamStatus(
                upstream.name(),
                upstream.policy(),
                upstream.gate().inFlight(),
                upstream.gate().limit(),
                upstream.budget().retriesLeft(now),
                upstream.transport().counts(),
                upstream.pool().states().stream()
                        .map(state -> read(state, upstream.transport(), now))
                        .toList());
    }

    private static EndpointStatus read(EndpointState state, Transport transport, long now) {
        EndpointState.LastFailure last = state.lastFailure();
        EndpointBreaker.Counts counts = state.ejection().counts();
        return new EndpointStatus(
                state.endpoint(),
                switch (state.ejection().breakerState()) {
                    case OPEN, FORCED_OPEN -> EndpointStatus.State.OPEN;
                    case HALF_OPEN -> EndpointStatus.State.HALF_OPEN;
                    case CLOSED, DISABLED, METRICS_ONLY -> EndpointStatus.State.CLOSED;
                },
                state.ejection().admission(),
                state.health(),
                state.inFlight(),
                Duration.ofNanos((long) state.latencyNanos(now)),
                counts.attempts(),
                counts.failures(),
                last == null ? null : last.what(),
                last == null ? null : last.detail(),
                last == null ? null : last.at(),
                transport.certificateExpiry(state.endpoint()));
    }
}
