package io.github.headgate;

import io.github.headgate.failure.Failure;
import io.github.headgate.upstream.Endpoint;
import java.util.concurrent.atomic.AtomicBoolean;

/** A permit on an endpoint with three endings: answered, failed, released. The first one counts. Thread-safe. */
final class Lease {
    private static final int SERVER_ERROR = 500;

    private final EndpointState state;
    private final long startNanos;
    private final AtomicBoolean ended = new AtomicBoolean();

    Lease(EndpointState state, long startNanos) {
        this.state = state;
        this.startNanos = startNanos;
    }

    EndpointState state() {
        return state;
    }

    Endpoint endpoint() {
        return state.endpoint();
    }

    long startNanos() {
        return startNanos;
    }

    /** The endpoint answered; its breaker counts a status of 500 and above as a failure. */
    void answered(int status, long elapsedNanos) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        if (status >= SERVER_ERROR) {
            state.failed("status " + status, null, elapsedNanos);
        } else {
            state.succeeded(elapsedNanos);
        }
    }

    /** The endpoint answered, and nobody read the answer to its end: an error that it sent is one all the same. */
    void left(int status, long elapsedNanos) {
        if (status >= SERVER_ERROR) {
            answered(status, elapsedNanos);
        } else {
            released();
        }
    }

    /** The endpoint failed; its breaker counts that if the failure blames it. */
    void failed(Failure failure, long elapsedNanos) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        if (failure.blamesEndpoint()) {
            state.failed(failure.type().token(), failure.tlsDetail().orElse(null), elapsedNanos);
        } else {
            state.released();
        }
    }

    /** Nothing is known about the endpoint. */
    void released() {
        if (ended.compareAndSet(false, true)) {
            state.released();
        }
    }
}
