package io.github.headgate.failure;

/** Whether a request that met a failure may be sent again. */
public enum Resend {
    /** Nothing of the request can have been processed: any method may be sent again. */
    ANY,
    /** Nothing was processed, but this endpoint is full: any method, on another endpoint only. */
    ELSEWHERE,
    /**
     * The request may have been processed: only an idempotent method (RFC 9110 §9.2.2) or one that carries an
     * {@code Idempotency-Key}, and only while no byte of the response has been handed on.
     */
    IDEMPOTENT,
    /** Trying again cannot help, or makes it worse. */
    NEVER
}
