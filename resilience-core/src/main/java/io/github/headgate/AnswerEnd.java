package io.github.headgate;

import io.github.headgate.CallTracer.CallSpan;
import io.github.headgate.failure.ExchangePhase;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.TimeSource;

/** The end of an answer, and with it of the call: it ends the lease and the span, and gives the permit back. Used by one thread. */
final class AnswerEnd implements Exchange.BodyListener {
    private final Outcome<?> outcome;
    private final Permit permit;
    private final CallRecord record;
    private final Listeners listeners;
    private final CallSpan span;
    private final TimeSource time;

    AnswerEnd(
            Outcome<?> outcome, Permit permit, CallRecord record, Listeners listeners, CallSpan span, TimeSource time) {
        this.outcome = outcome;
        this.permit = permit;
        this.record = record;
        this.listeners = listeners;
        this.span = span;
        this.time = time;
    }

    @Override
    public void completed() {
        outcome.lease().answered(outcome.status(), outcome.elapsedNanos());
        answered();
    }

    @Override
    public void left() {
        outcome.lease().left(outcome.status(), outcome.elapsedNanos());
        answered();
    }

    private void answered() {
        span.answered(outcome.status());
        permit.giveBack();
    }

    @Override
    public UpstreamException broke(Failure failure) {
        outcome.lease().failed(failure, outcome.elapsedNanos());
        permit.giveBack();
        String reason = failure.phase() == ExchangePhase.READING_BODY ? "body broke" : "failed";
        UpstreamException broken = record.failed(failure, reason, time.nanoTime());
        span.failed(broken);
        listeners.answerBroke(broken, record.elapsed(time.nanoTime()));
        return broken;
    }
}
