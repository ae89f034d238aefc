package io.github.headgate;

import io.github.headgate.failure.ExchangePhase;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureClassifier;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.Resend;
import io.github.headgate.retry.Replayability;
import java.util.Optional;

/**
 * Work of the application that blocks; it is stopped by interrupting its thread. Used by one thread.
 *
 * <p>How far such work came is not known. A failure to connect tells by its type that nothing was processed, and may be
 * followed by another attempt; any other may not.
 */
final class WorkExchange<T> implements Exchange<T> {
    private static final Replayability ONCE = new Replayability(false, true);

    private final EndpointCall<T> work;

    WorkExchange(EndpointCall<T> work) {
        this.work = work;
    }

    @Override
    public Replayability replayability() {
        return ONCE;
    }

    @Override
    public Answer<T> send(Attempt attempt) throws Exception {
        attempt.stopBy(Thread.currentThread()::interrupt);
        attempt.exchanging(false);
        return new Returned<>(work.at(attempt.endpoint()));
    }

    @Override
    public Optional<Failure> classify(Exception thrown, Attempt attempt) {
        return FailureClassifier.classify(thrown, ExchangePhase.EXCHANGING).map(WorkExchange::unprocessedIfCertain);
    }

    /* The interrupt was ours; work that returned before it noticed must not leave it to the application. */
    @Override
    @SuppressWarnings("ReturnValueIgnored")
    public void afterAbort() {
        Thread.interrupted();
    }

    private static Failure unprocessedIfCertain(Failure failure) {
        FailureType type = failure.type();
        return type.resend() == Resend.ANY ? Failure.of(type, ExchangePhase.CONNECTING, failure.cause()) : failure;
    }

    private record Returned<T>(T value) implements Answer<T> {
        @Override
        public int status() {
            return 0;
        }

        @Override
        public long retryAfterNanos() {
            return 0;
        }

        @Override
        public boolean isComplete() {
            return true;
        }

        @Override
        public T deliver(BodyListener listener) {
            return value;
        }

        @Override
        public void discard() {}
    }
}
