package io.github.headgate.failure;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One failure of one attempt or call: its type, how far the exchange had come, and what caused it. Immutable.
 *
 * @param type the row of the table
 * @param phase how far the exchange had come
 * @param blamesEndpoint whether the endpoint's breaker counts it; may be false although the type's is true, as for a
 *     kept-alive connection that the upstream closed while it was idle
 * @param waitBeforeRetry the time after which another try may help, null if unknown
 * @param cause what was thrown, null if nothing was
 */
public record Failure(
        FailureType type,
        ExchangePhase phase,
        boolean blamesEndpoint,
        @Nullable Duration waitBeforeRetry,
        @Nullable Throwable cause)
        implements Serializable {

    /** A failure of this type before anything was sent. */
    public static Failure of(FailureType type) {
        return of(type, ExchangePhase.CONNECTING, null);
    }

    /** A failure of this type, in this phase, with what was thrown. */
    public static Failure of(FailureType type, ExchangePhase phase, @Nullable Throwable cause) {
        return new Failure(type, phase, type.blamesEndpoint(), null, cause);
    }

    /** The same failure, not counted by the endpoint's breaker. */
    public Failure withoutBlame() {
        return new Failure(type, phase, false, waitBeforeRetry, cause);
    }

    /** The same failure, with the time after which another try may help. */
    public Failure withRetryAfter(Duration wait) {
        return new Failure(type, phase, blamesEndpoint, wait, cause);
    }

    /** The time after which another try may help: the source of {@code Retry-After} (RFC 9110 §10.2.3). */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(waitBeforeRetry);
    }

    /** Whether a connection that was kept had been closed meanwhile, which says nothing about the endpoint. */
    public boolean isStaleConnection() {
        return type == FailureType.CONNECTION_TERMINATED && !blamesEndpoint;
    }

    /** Whether the upstream may have processed the request: a byte of it was written, or may have been. */
    public boolean mayHaveBeenProcessed() {
        return phase != ExchangePhase.CONNECTING;
    }

    /**
     * Whether the request may be sent again. The type's answer, corrected by the phase: what failed before a byte was
     * written was certainly not processed, and what failed later may have been.
     */
    public Resend resend() {
        return switch (type.resend()) {
            case NEVER -> Resend.NEVER;
            case ELSEWHERE -> Resend.ELSEWHERE;
            case ANY, IDEMPOTENT -> mayHaveBeenProcessed() ? Resend.IDEMPOTENT : Resend.ANY;
        };
    }

    /** What is wrong with which certificate, if that is the failure and Headgate's own connection saw it. Never for the caller. */
    public Optional<CertificateFault> certificate() {
        return TlsDetail.certificate(cause);
    }

    /** The alert by which the upstream refused TLS, such as {@code certificate_required} (RFC 8446 §6), if it did. */
    public Optional<String> tlsAlert() {
        return TlsDetail.alert(cause);
    }

    /** What TLS knows of this failure, in words for the person on call: a {@link #certificate()}, or a {@link #tlsAlert()}. */
    public Optional<String> tlsDetail() {
        return certificate().map(fault -> "certificate " + fault).or(() -> tlsAlert()
                .map(alert -> "alert " + alert));
    }

    @Override
    public String toString() {
        return type.token();
    }
}
