package io.github.headgate;

import io.github.headgate.CallTracer.CallSpan;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The first attempt of a call, and a second one beside it if it takes too long. The first good outcome wins, and the other attempt
 * is aborted. The first runs on the thread of the call, so that a call that is not hedged costs no change of threads; the second
 * on one of its own. Used once.
 */
final class HedgedAttempts<T> {
    private final UpstreamState upstream;
    private final Hedge hedge;
    private final Exchange<T> exchange;
    private final AttemptRunner runner;
    private final CallSpan call;
    private final AttemptLimits limits;
    private final Predicate<Outcome<T>> isGood;
    private final Listeners listeners;
    private final Lease firstLease;
    private final Attempt first;
    private final AtomicReference<@Nullable Attempt> winner = new AtomicReference<>();
    private final CompletableFuture<@Nullable Outcome<T>> second = new CompletableFuture<>();
    private volatile @Nullable Attempt secondAttempt;

    /**
     * @param lease on an endpoint whose address is known
     * @param isGood whether an outcome is passed on, and not followed by another attempt
     */
    HedgedAttempts(
            UpstreamState upstream,
            Hedge hedge,
            Exchange<T> exchange,
            AttemptRunner runner,
            CallSpan call,
            AttemptLimits limits,
            Lease lease,
            Predicate<Outcome<T>> isGood,
            Listeners listeners) {
        this.upstream = upstream;
        this.hedge = hedge;
        this.exchange = exchange;
        this.runner = runner;
        this.call = call;
        this.limits = limits;
        this.isGood = isGood;
        this.listeners = listeners;
        this.firstLease = lease;
        this.first = runner.begin(upstream, call, lease, 1, limits);
    }

    /**
     * One outcome, or two of which the latter decides; what lost is not among them.
     *
     * @throws Exception as the runner throws
     */
    List<Outcome<T>> run() throws Exception {
        Future<?> later = plan();
        Outcome<T> outcome = null;
        boolean isOver = false;
        try {
            outcome = runner.run(upstream, exchange, firstLease, first);
            if (outcome == null) {
                throw new IllegalStateException("the address was known");
            }
            boolean hasWon = isGood.test(outcome) && winner.compareAndSet(null, first);
            Outcome<T> other = hasWon || later.cancel(false) ? takeSecond() : await();
            isOver = true;
            return settled(outcome, hasWon, other);
        } finally {
            later.cancel(false);
            giveUpSecond();
            if (!isOver) {
                discard(outcome);
                discard(takeSecond());
            }
        }
    }

    private Future<?> plan() {
        hedge.deposit();
        long delay = hedge.delayNanos();
        if (delay < Long.MAX_VALUE) {
            try {
                return hedge.timer().schedule(this::startSecond, delay, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                second.complete(null); // closed meanwhile
            }
        }
        second.complete(null);
        return CompletableFuture.completedFuture(null);
    }

    private List<Outcome<T>> settled(Outcome<T> outcome, boolean hasWon, @Nullable Outcome<T> other) {
        if (other == null) {
            return List.of(outcome);
        }
        if (hasWon) {
            return List.of(other, outcome); // which had failed before
        }
        if (first.isLost()) {
            discard(outcome);
            return List.of(other);
        }
        return List.of(outcome, other);
    }

    /* What the second has brought so far; what it brings from now on is its own to discard. */
    private @Nullable Outcome<T> takeSecond() {
        second.complete(null);
        return second.isCompletedExceptionally() ? null : second.getNow(null);
    }

    private @Nullable Outcome<T> await() throws Exception {
        try {
            return second.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /* On the timer: only what does not block. */
    private void startSecond() {
        try {
            if (winner.get() == null && hedge.withdraw()) {
                hedge.threads().execute(this::runSecond);
            } else {
                second.complete(null);
            }
        } catch (RejectedExecutionException e) {
            second.complete(null); // no thread is free
        }
    }

    private void runSecond() {
        try {
            Lease lease = upstream.pool().lease(List.of(firstLease.state()), false);
            if (lease == null || lease.state() == firstLease.state()) {
                release(lease);
            } else {
                run(lease);
            }
        } catch (Throwable e) {
            second.completeExceptionally(e);
        } finally {
            second.complete(null);
        }
    }

    private void run(Lease lease) throws Exception {
        Attempt attempt = runner.begin(upstream, call, lease, 2, limits);
        secondAttempt = attempt;
        if (winner.get() != null) {
            release(lease);
            return;
        }
        listeners.hedgeStarted(upstream.name(), attempt);
        Outcome<T> outcome = runner.run(upstream, exchange, lease, attempt);
        boolean hasWon = outcome != null && isGood.test(outcome) && winner.compareAndSet(null, attempt);
        boolean isTaken = (hasWon || winner.get() == null) && second.complete(outcome);
        if (!isTaken) {
            discard(outcome);
        } else if (hasWon) {
            first.lose();
        }
    }

    /* The first has won, or the call ends in another way. */
    private void giveUpSecond() {
        Attempt running = secondAttempt;
        if ((winner.compareAndSet(null, first) || winner.get() == first) && running != null) {
            running.lose();
        }
    }

    private static void release(@Nullable Lease lease) {
        if (lease != null) {
            lease.released();
        }
    }

    private static void discard(@Nullable Outcome<?> outcome) {
        if (outcome != null) {
            if (outcome.answer() != null) {
                outcome.answer().discard();
            }
            outcome.lease().left(outcome.status(), outcome.elapsedNanos());
        }
    }
}
