package io.github.headgate;

import io.github.headgate.CallTracer.AttemptSpan;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.Resend;
import io.github.headgate.upstream.Endpoint;
import java.util.concurrent.atomic.AtomicInteger;

/** A permit on an endpoint with three endings: answered, failed, released. The first one counts. Thread-safe. */
final class Lease {
    private static final int SERVER_ERROR = 500;
    private static final int HEARD = 1;
    private static final int ENDED = 2;

    private final EndpointState state;
    private final EndpointBreaker breaker;
    private final int permit;
    private final long startNanos;
    private final AtomicInteger marks = new AtomicInteger();
    private AttemptSpan span = Tracing.NO_ATTEMPT;

    /**
     * @param breaker the one that gave the permit
     * @param permit as it was given
     */
    Lease(EndpointState state, EndpointBreaker breaker, int permit, long startNanos) {
        this.state = state;
        this.breaker = breaker;
        this.permit = permit;
        this.startNanos = startNanos;
    }

    EndpointState state() {
        return state;
    }

    Endpoint endpoint() {
        return state.endpoint();
    }

    EndpointBreaker breaker() {
        return breaker;
    }

    int permit() {
        return permit;
    }

    long startNanos() {
        return startNanos;
    }

    /** The span of the attempt that the lease is for, which ends with it. */
    void traced(AttemptSpan begun) {
        span = begun;
    }

    /** The endpoint has answered, and what is left of its answer is not what an attempt waits for. */
    void heard(int status, long elapsedNanos) {
        if (!isFirst(HEARD)) {
            return;
        }
        if (status >= SERVER_ERROR) {
            state.heardFailure(elapsedNanos, false);
        } else {
            state.heard(elapsedNanos);
        }
    }

    /** The endpoint answered; its breaker counts a status of 500 and above as a failure. */
    void answered(int status, long elapsedNanos) {
        if (!isFirst(ENDED)) {
            return;
        }
        span.answered(status);
        heard(status, elapsedNanos);
        if (status >= SERVER_ERROR) {
            state.failed(this, "status " + status, null, elapsedNanos);
        } else {
            state.succeeded(this, elapsedNanos);
        }
    }

    /** The endpoint answered, and nobody read the answer to its end: an error that it sent is one all the same. */
    void left(int status, long elapsedNanos) {
        if (status >= SERVER_ERROR) {
            answered(status, elapsedNanos);
        } else if (isFirst(ENDED)) {
            span.answered(status);
            release();
        }
    }

    /** The endpoint failed; its breaker counts that if the failure blames it. */
    void failed(Failure failure, long elapsedNanos) {
        if (!isFirst(ENDED)) {
            return;
        }
        span.failed(failure);
        if (failure.blamesEndpoint()) {
            if (isFirst(HEARD)) {
                state.heardFailure(elapsedNanos, failure.resend() == Resend.ANY);
            }
            state.failed(this, failure.type().token(), failure.tlsDetail().orElse(null), elapsedNanos);
        } else {
            release();
        }
    }

    /** Nothing is known about the endpoint. */
    void released() {
        if (isFirst(ENDED)) {
            span.released();
            release();
        }
    }

    private void release() {
        if (isFirst(HEARD)) {
            state.heardNothing();
        }
        state.released(this);
    }

    /* Sets a mark that is set once. */
    private boolean isFirst(int mark) {
        return (marks.getAndAccumulate(mark, (one, other) -> one | other) & mark) == 0;
    }
}
