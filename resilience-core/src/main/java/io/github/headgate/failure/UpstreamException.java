package io.github.headgate.failure;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call to an upstream that failed: what failed, at which upstream, and every attempt that was made.
 *
 * <p>The {@linkplain #getCause() cause} is what the last attempt threw; what earlier attempts threw is
 * {@linkplain #getSuppressed() suppressed}. The message names endpoints: it is for logs, never for the caller.
 * Immutable but for what every exception lets be added; serializable if its causes are.
 */
@SuppressWarnings("serial") // the list is immutable and serializable, though its type does not say so
public final class UpstreamException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String upstream;
    private final Failure failure;
    private final List<AttemptReport> attempts;
    private final @Nullable Duration elapsed;

    /**
     * A call of which it is not known how long it took.
     *
     * @param upstream the name of the upstream
     * @param failure what the call ends with
     * @param attempts every attempt in order; empty if there was none
     * @param message for logs
     */
    public UpstreamException(String upstream, Failure failure, List<AttemptReport> attempts, String message) {
        this(upstream, failure, attempts, null, message);
    }

    /**
     * @param upstream the name of the upstream
     * @param failure what the call ends with
     * @param attempts every attempt in order; empty if there was none
     * @param elapsed the time from the start of the call to its end, waits included; null if it is not known
     * @param message for logs
     */
    public UpstreamException(
            String upstream,
            Failure failure,
            List<AttemptReport> attempts,
            @Nullable Duration elapsed,
            String message) {
        super(message, failure.cause());
        this.upstream = upstream;
        this.failure = failure;
        this.attempts = List.copyOf(attempts);
        this.elapsed = elapsed;
        for (AttemptReport attempt : this.attempts) {
            attempt.failure()
                    .map(Failure::cause)
                    .filter(thrown -> thrown != failure.cause())
                    .ifPresent(this::addSuppressed);
        }
    }

    /** The name of the upstream. */
    public String upstream() {
        return upstream;
    }

    /** What the call ended with. */
    public Failure failure() {
        return failure;
    }

    /** The {@link Failure#type()} of the failure. */
    public FailureType type() {
        return failure.type();
    }

    /** Every attempt in order; empty if none was made, as when no endpoint was available. */
    public List<AttemptReport> attempts() {
        return attempts;
    }

    /** The time from the start of the call to its end, waits included; empty if it is not known. */
    public Optional<Duration> elapsed() {
        return Optional.ofNullable(elapsed);
    }

    /**
     * Whether the upstream may have processed the request. If not, no attempt came as far as writing a byte of it, and
     * whoever repeats it does nothing twice.
     */
    public boolean mayHaveBeenProcessed() {
        return failure.mayHaveBeenProcessed()
                || attempts.stream().anyMatch(attempt -> attempt.failure()
                        .map(Failure::mayHaveBeenProcessed)
                        .orElse(true));
    }

    /** The time after which another try may help. */
    public Optional<Duration> retryAfter() {
        return failure.retryAfter();
    }
}
