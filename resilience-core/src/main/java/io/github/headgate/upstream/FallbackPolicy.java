package io.github.headgate.upstream;

import java.time.Duration;

/**
 * What the caller gets when a call fails. Immutable.
 *
 * @param staleIfError for how long after it has become stale the last good response is given in place of a failure, where the
 *     response does not say so itself (RFC 5861); 0 turns it off, also for responses that do
 * @param maxStored the most bytes of responses that are kept for that
 * @param collapse what becomes of a call while another for the same is under way; not without responses that are kept
 */
public record FallbackPolicy(Duration staleIfError, long maxStored, Collapse collapse) {
    /** Nothing but the failure. */
    public static final FallbackPolicy OFF = new FallbackPolicy(Duration.ZERO, 16 << 20, Collapse.NONE);

    /** The last good response, stale for so long at the most. */
    public static FallbackPolicy staleIfError(Duration atMost) {
        return new FallbackPolicy(atMost, OFF.maxStored, OFF.collapse);
    }

    /** The same policy with this limit of bytes. */
    public FallbackPolicy withMaxStored(long bytes) {
        return new FallbackPolicy(staleIfError, bytes, collapse);
    }

    /** The same policy with calls for the same collapsed in this way. */
    public FallbackPolicy withCollapse(Collapse how) {
        return new FallbackPolicy(staleIfError, maxStored, how);
    }

    /** Whether responses are kept at all. */
    public boolean isStoring() {
        return !staleIfError.isZero();
    }

    /** Whether one call may stand for others. */
    public boolean isCollapsing() {
        return collapse != Collapse.NONE;
    }
}
