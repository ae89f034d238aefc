package io.github.headgate.upstream;

import java.time.Duration;

/**
 * What the caller gets when a call fails. Immutable.
 *
 * @param staleIfError for how long after it has become stale the last good response is given in place of a failure, where the
 *     response does not say so itself (RFC 5861); 0 turns it off, also for responses that do
 * @param maxStored the most bytes of responses that are kept for that
 */
public record FallbackPolicy(Duration staleIfError, long maxStored) {
    /** Nothing but the failure. */
    public static final FallbackPolicy OFF = new FallbackPolicy(Duration.ZERO, 16 << 20);

    /** The last good response, stale for so long at the most. */
    public static FallbackPolicy staleIfError(Duration atMost) {
        return new FallbackPolicy(atMost, OFF.maxStored);
    }

    /** The same policy with this limit of bytes. */
    public FallbackPolicy withMaxStored(long bytes) {
        return new FallbackPolicy(staleIfError, bytes);
    }

    /** Whether responses are kept at all. */
    public boolean isStoring() {
        return !staleIfError.isZero();
    }
}
