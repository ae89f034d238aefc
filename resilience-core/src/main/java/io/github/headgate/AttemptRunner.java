package io.github.headgate;

import io.github.headgate.CallTracer.AttemptSpan;
import io.github.headgate.CallTracer.CallSpan;
import io.github.headgate.failure.ExchangePhase;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import io.github.headgate.retry.Deadline;
import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.ResolverTimeoutException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs one attempt under its timeout and tells how it ended. Thread-safe. */
final class AttemptRunner {
    private final DeadlineCanceller canceller;
    private final TimeSource time;

    AttemptRunner(DeadlineCanceller canceller, TimeSource time) {
        this.canceller = canceller;
        this.time = time;
    }

    /** An attempt on a leased endpoint, which begins now. */
    Attempt begin(UpstreamState upstream, CallSpan call, Lease lease, int number, AttemptLimits limits) {
        AttemptSpan span = call.attempt(number, lease.endpoint());
        lease.traced(span);
        long start = time.nanoTime();
        Deadline headLimit =
                Deadline.after(upstream.policy().attemptTimeout(), start).earlier(limits.deadline());
        return new Attempt(
                number,
                lease.endpoint(),
                start,
                limits.connectLimitNanos(start),
                headLimit.atNanos(),
                limits.deadline(),
                span);
    }

    /**
     * Runs an attempt. A failed one has ended its lease; that of an answered one is still open.
     *
     * @return the outcome; null if the lease was on a name that has just been resolved, and is released
     * @throws Exception what is not a failure of the upstream: the application's own, or an interrupt
     */
    <T> @Nullable Outcome<T> run(UpstreamState upstream, Exchange<T> exchange, Lease lease, Attempt attempt)
            throws Exception {
        long leftNanos = attempt.deadline().leftNanos(attempt.startNanos());
        boolean isOver = false;
        try {
            Outcome<T> outcome;
            if (leftNanos <= 0) {
                outcome = failed(lease, attempt, timedOut(attempt, null).withoutBlame());
            } else if (lease.endpoint().address() == null) {
                Failure failure = resolve(upstream, lease.endpoint(), leftNanos);
                if (failure == null) {
                    return null;
                }
                outcome = failed(lease, attempt, failure);
            } else {
                outcome = exchange(exchange, lease, attempt);
            }
            isOver = true;
            return outcome;
        } finally {
            if (!isOver) {
                lease.released();
            }
        }
    }

    private <T> Outcome<T> exchange(Exchange<T> exchange, Lease lease, Attempt attempt) throws Exception {
        Future<?> watch = canceller.watch(attempt);
        CallTracer.Scope scope = attempt.span().open();
        try {
            Exchange.Answer<T> answer = exchange.send(attempt);
            if (attempt.end()) {
                exchange.afterAbort();
                answer.discard();
                return failed(lease, attempt, stopped(attempt, null));
            }
            long elapsed = elapsed(attempt);
            lease.heard(answer.status(), elapsed);
            return new Outcome<>(lease, attempt, elapsed, answer, null);
        } catch (CallerException e) {
            throw e.failure();
        } catch (Exception e) {
            return failed(lease, attempt, classify(exchange, attempt, e));
        } finally {
            attempt.end();
            watch.cancel(false);
            scope.close();
        }
    }

    private <T> Failure classify(Exchange<T> exchange, Attempt attempt, Exception thrown) throws Exception {
        if (attempt.end()) {
            exchange.afterAbort();
            return stopped(attempt, thrown);
        }
        if (thrown instanceof InterruptedException) {
            throw thrown;
        }
        InterruptedIOException own = attempt.endedByCaller(thrown);
        if (own != null) {
            throw own;
        }
        Optional<Failure> failure = exchange.classify(thrown, attempt);
        if (failure.isEmpty()) {
            throw thrown;
        }
        return failure.get();
    }

    /* By the timer, or by the application: what the application ends is no failure of the upstream. */
    private static Failure stopped(Attempt attempt, @Nullable Throwable thrown) throws InterruptedIOException {
        InterruptedIOException own = attempt.endedByCaller(thrown);
        if (own != null) {
            throw own;
        }
        Failure failure = timedOut(attempt, thrown);
        return attempt.isLost() ? failure.withoutBlame() : failure;
    }

    private @Nullable Failure resolve(UpstreamState upstream, Endpoint endpoint, long leftNanos)
            throws InterruptedException {
        try {
            long nanos = Math.min(leftNanos, upstream.policy().connectTimeout().toNanos());
            upstream.names().await(endpoint.host(), nanos);
            return null;
        } catch (ResolverTimeoutException e) {
            return Failure.of(e.failureType(), ExchangePhase.CONNECTING, e);
        } catch (UnknownHostException e) {
            return Failure.of(FailureType.DNS_ERROR, ExchangePhase.CONNECTING, e);
        } catch (TimeoutException e) {
            return Failure.of(FailureType.DNS_TIMEOUT, ExchangePhase.CONNECTING, e);
        }
    }

    private static Failure timedOut(Attempt attempt, @Nullable Throwable thrown) {
        if (attempt.hasFoundNoConnection()) {
            return Failure.of(FailureType.CONNECTION_LIMIT_REACHED, attempt.phase(), thrown);
        }
        if (attempt.isAwaitingConnection()) {
            // the endpoint has not been asked yet: there was too little time, or this machine was too busy
            return Failure.of(FailureType.HTTP_RESPONSE_TIMEOUT, attempt.phase(), thrown)
                    .withoutBlame();
        }
        FailureType type = FailureType.HTTP_RESPONSE_TIMEOUT;
        if (attempt.isUploading()) {
            type = FailureType.CONNECTION_WRITE_TIMEOUT;
        } else if (attempt.isConnectLimited()) {
            type = FailureType.CONNECTION_TIMEOUT;
        }
        return Failure.of(type, attempt.phase(), thrown);
    }

    private <T> Outcome<T> failed(Lease lease, Attempt attempt, Failure failure) {
        long elapsed = elapsed(attempt);
        if (attempt.isLost() && attempt.end()) {
            lease.released(); // it was stopped, which is no failure
        } else {
            lease.failed(failure, elapsed);
        }
        return new Outcome<>(lease, attempt, elapsed, null, failure);
    }

    private long elapsed(Attempt attempt) {
        return time.nanoTime() - attempt.startNanos();
    }
}
