package io.github.headgate.servlet;

import io.github.headgate.failure.Classified;
import io.github.headgate.failure.ExchangePhase;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureClassifier;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import jakarta.servlet.ServletException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds, or makes, the failed call out of what was thrown. Pure. */
final class UpstreamFailures {
    /* Causes may form a ring: nothing forbids it. */
    private static final int MAX_DEPTH = 32;

    private UpstreamFailures() {}

    /** The first failed call in the chain of causes. */
    static Optional<UpstreamException> find(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            if (cause instanceof UpstreamException failed) {
                return Optional.of(failed);
            }
            cause = next(cause);
        }
        return Optional.empty();
    }

    /**
     * The failed call of ours in the chain of causes; else what a call meant that the application made by other means, if
     * something in the chain certainly comes from such a call, and nothing from the caller's side.
     */
    static Optional<FailedCall> findAny(Throwable thrown) {
        Optional<UpstreamException> ours = find(thrown);
        return ours.isPresent() ? ours.map(FailedCall::of) : findOther(thrown);
    }

    private static Optional<FailedCall> findOther(Throwable thrown) {
        boolean isUpstreams = false;
        Throwable unwrapped = thrown;
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
            Side side = Side.of(cause);
            if (side == Side.CALLER) {
                return Optional.empty();
            }
            isUpstreams |= side == Side.UPSTREAM;
            Throwable next = next(cause);
            if (cause instanceof ServletException && next != null) {
                unwrapped = next;
            }
            cause = next;
        }
        return isUpstreams ? FailedCall.ofOther(unwrapped) : Optional.empty();
    }

    /** The failed call in what a call threw; if there is none, what the exception means by itself. */
    static UpstreamException of(String upstream, ExchangePhase phase, Throwable thrown) {
        return find(thrown).orElseGet(() -> {
            Failure failure = FailureClassifier.classify(thrown, phase)
                    .orElseGet(() -> Failure.of(FailureType.PROXY_INTERNAL_ERROR, phase, thrown));
            String what = thrown instanceof Classified ? thrown.getMessage() : thrown.toString();
            return new UpstreamException(upstream, failure, List.of(), upstream + ": " + what);
        });
    }

    /** A call that failed before there was an attempt. */
    static UpstreamException of(String upstream, FailureType type) {
        return new UpstreamException(upstream, Failure.of(type), List.of(), upstream + ": " + type.title());
    }

    /* Some frameworks override getRootCause() and leave getCause() empty. */
    private static @Nullable Throwable next(Throwable thrown) {
        return thrown instanceof ServletException wrapper && wrapper.getRootCause() != null
                ? wrapper.getRootCause()
                : thrown.getCause();
    }
}
