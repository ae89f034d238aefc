package io.github.headgate;

import io.github.headgate.CallTracer.CallSpan;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.Resend;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.Deadline;
import io.github.headgate.retry.RetryDecider.FailedAttempt;
import io.github.headgate.retry.RetryDecision;
import io.github.headgate.retry.RetryDecision.Retry;
import io.github.headgate.retry.RetryDecision.Stop;
import io.github.headgate.retry.TimeSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the application asked for, until its one outcome: the loop that the three ways in share. Used by one thread.
 *
 * <p>{@code Bulkhead( Deadline( Retry( per endpoint: Breaker( AttemptTimeout( wire )))))}
 *
 * @param <T> what the application gets
 */
final class Call<T> {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final UpstreamState upstream;
    private final Exchange<T> exchange;
    private final CallOptions options;
    private final AttemptRunner runner;
    private final Listeners listeners;
    private final CallSpan span;
    private final TimeSource time;
    private final Deadline deadline;
    private final CallRecord record;
    private final List<EndpointState> tried = new ArrayList<>(2);
    private @Nullable Outcome<T> last;
    private @Nullable EndpointState again;

    Call(
            UpstreamState upstream,
            Exchange<T> exchange,
            CallOptions options,
            AttemptRunner runner,
            Listeners listeners,
            Tracing tracing,
            TimeSource time) {
        this.upstream = upstream;
        this.options = options;
        this.exchange = exchange;
        this.runner = runner;
        this.listeners = listeners;
        this.time = time;
        long now = time.nanoTime();
        this.deadline = options.deadline(upstream.policy(), now);
        this.record =
                new CallRecord(upstream.name(), now, upstream.policy().retry().maxAttempts());
        this.span = tracing.begin(upstream.name(), exchange);
    }

    /** Makes the call. The permit is given back when it has failed, or when its answer was read to the end. */
    T run() throws Exception {
        if (Thread.currentThread().isInterrupted()) {
            span.abandoned();
            throw new InterruptedException("interrupted before the call"); // the bulkhead would say that it is full
        }
        Gate.Refusal refusal = upstream.gate().enter(options.isSheddable());
        if (refusal != null) {
            throw told(record.failed(
                    Failure.of(FailureType.CONNECTION_LIMIT_REACHED).withRetryAfter(refusal.retryAfter()),
                    refusal.words(),
                    time.nanoTime()));
        }
        Permit permit = new Permit(upstream.gate());
        boolean isAnswered = false;
        try {
            upstream.budget().deposit(time.nanoTime());
            T answer = loop(permit);
            isAnswered = true;
            return answer;
        } catch (UpstreamException e) {
            throw told(e);
        } catch (Exception e) {
            listeners.callAbandoned(upstream.name(), record, time.nanoTime());
            throw e;
        } finally {
            if (!isAnswered) {
                abandon();
                permit.giveBack();
            }
        }
    }

    /* After a failure this finds everything ended; after an Error, from a listener say, it ends what is still open. */
    private void abandon() {
        span.abandoned();
        Outcome<T> open = last;
        if (open != null) {
            open.lease().released();
            if (open.answer() != null) {
                open.answer().discard();
            }
        }
    }

    private T loop(Permit permit) throws Exception {
        while (true) {
            Lease lease = lease();
            if (lease == null) {
                return withoutEndpoint(permit);
            }
            Outcome<T> outcome = attempt(lease);
            if (outcome == null) {
                continue; // the lease was on a name: its addresses are endpoints now
            }
            last = outcome;
            note(outcome);
            if (isGood(outcome)) {
                return deliver(outcome, permit);
            }
            if (outcome.isStaleConnection()) {
                again = lease.state();
            } else {
                tried.add(lease.state());
            }
            RetryDecision decision = decide(outcome);
            listeners.retryDecided(upstream.name(), record.last(), decision);
            if (decision instanceof Stop stop) {
                return give(outcome, stop.reason().words(), permit);
            }
            end(outcome);
            time.sleepNanos(((Retry) decision).delayNanos());
        }
    }

    private @Nullable Outcome<T> attempt(Lease lease) throws Exception {
        AttemptLimits limits = limits(lease);
        Hedge hedge = upstream.hedge();
        if (hedge == null || record.nextNumber() > 1 || !mayBeHedged(lease)) {
            Attempt attempt = runner.begin(upstream, span, lease, record.nextNumber(), limits);
            return runner.run(upstream, exchange, lease, attempt);
        }
        List<Outcome<T>> outcomes = new HedgedAttempts<>(
                        upstream, hedge, exchange, runner, span, limits, lease, this::isGood, listeners)
                .run();
        if (outcomes.size() > 1) {
            Outcome<T> other = outcomes.get(0);
            note(other);
            tried.add(other.lease().state());
            end(other);
        }
        return outcomes.get(outcomes.size() - 1);
    }

    private boolean mayBeHedged(Lease lease) {
        return exchange.mayBeHedged()
                && lease.endpoint().address() != null
                && upstream.policy().retry().maxAttempts() > 1
                && upstream.pool().hasOther(List.of(), lease.state());
    }

    private void note(Outcome<T> outcome) {
        heed(outcome);
        listeners.attemptEnded(upstream.name(), record.add(outcome));
    }

    private boolean isGood(Outcome<T> outcome) {
        return outcome.answer() != null && !isRetried(outcome);
    }

    /* While there are other endpoints to try, connecting to this one may take its part of the time and not all of it. */
    private AttemptLimits limits(Lease lease) {
        int left = upstream.policy().retry().maxAttempts() - record.nextNumber() + 1;
        long connectNanos = upstream.policy().connectTimeout().toNanos();
        boolean isShort = left > 1 && deadline.leftNanos(lease.startNanos()) / left < connectNanos;
        boolean isShared = isShort && upstream.pool().hasOther(tried, lease.state());
        return new AttemptLimits(deadline, isShared ? left : 1);
    }

    /* What this attempt tells about how much its endpoint, and its upstream, can take. */
    private void heed(Outcome<T> outcome) {
        boolean isOverloaded =
                outcome.status() == SERVICE_UNAVAILABLE || outcome.status() == TOO_MANY_REQUESTS || outcome.isTimeout();
        if (outcome.status() == SERVICE_UNAVAILABLE && outcome.retryAfterNanos() > 0) {
            outcome.lease().state().rest(outcome.retryAfterNanos());
        }
        if (isOverloaded || (outcome.answer() != null && outcome.status() < SERVER_ERROR)) {
            upstream.gate().sample(outcome.attempt().startNanos(), outcome.elapsedNanos(), isOverloaded);
        }
        Hedge hedge = upstream.hedge();
        if (hedge != null && outcome.answer() != null) {
            hedge.observe(outcome.elapsedNanos());
        }
    }

    /* A stale connection says nothing about its endpoint: that one is asked first, on a fresh connection. */
    private @Nullable Lease lease() {
        EndpointState same = again;
        again = null;
        Lease lease = same == null ? null : same.lease();
        return lease == null ? upstream.pool().lease(tried, mayProbe()) : lease;
    }

    /* An ejected endpoint is probed by a call that loses nothing if that fails: one that has time for another attempt. */
    private boolean mayProbe() {
        return tried.isEmpty() && exchange.replayability().permits(Resend.IDEMPOTENT);
    }

    private boolean isRetried(Outcome<T> outcome) {
        return upstream.policy().retry().statuses().contains(outcome.status())
                || (outcome.status() == TOO_MANY_REQUESTS && outcome.retryAfterNanos() > 0);
    }

    private RetryDecision decide(Outcome<T> outcome) {
        FailedAttempt failed = new FailedAttempt(
                outcome.attempt().number(),
                outcome.resend(),
                exchange.replayability(),
                upstream.pool().hasOther(tried),
                outcome.retryAfterNanos());
        return upstream.decider().decide(failed, deadline, time.nanoTime());
    }

    /* The lease ends before the wait; a complete answer is kept, in case that no endpoint permits another attempt. */
    private void end(Outcome<T> outcome) {
        if (outcome.answer() != null) {
            outcome.lease().answered(outcome.status(), outcome.elapsedNanos());
            if (!outcome.answer().isComplete()) {
                outcome.answer().discard();
            }
        }
    }

    private T withoutEndpoint(Permit permit) throws UpstreamException {
        Outcome<T> kept = last;
        boolean isAnswerGone =
                kept != null && kept.answer() != null && !kept.answer().isComplete();
        if (kept == null || isAnswerGone) {
            Failure failure = upstream.unavailable();
            String probe =
                    failure.retryAfter().map(wait -> wait.toMillis() + " ms").orElse("unknown");
            throw record.failed(failure, "no endpoint permits a call, first probe in " + probe, time.nanoTime());
        }
        return give(kept, "no endpoint permits another attempt", permit);
    }

    /** Ends the call with what this attempt brought. */
    private T give(Outcome<T> outcome, String reason, Permit permit) throws UpstreamException {
        Failure failure = outcome.failure();
        if (failure != null) {
            throw record.failed(failure, reason, time.nanoTime());
        }
        return deliver(outcome, permit);
    }

    private T deliver(Outcome<T> outcome, Permit permit) throws UpstreamException {
        Exchange.Answer<T> answer = outcome.answer();
        if (answer == null) {
            throw new IllegalStateException("an attempt without answer and without failure");
        }
        listeners.callAnswered(upstream.name(), record, time.nanoTime());
        AnswerEnd end = new AnswerEnd(outcome, permit, record, listeners, span, time);
        if (answer.isComplete()) {
            end.completed();
        }
        return answer.deliver(end);
    }

    private UpstreamException told(UpstreamException failure) {
        span.failed(failure);
        listeners.callFailed(failure, record.elapsed(time.nanoTime()));
        return failure;
    }
}
