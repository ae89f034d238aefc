package io.github.headgate;

import io.github.headgate.retry.Deadline;

/**
 * How long an attempt may take. Immutable.
 *
 * @param deadline of the call
 * @param connects so many attempts may be left, this one included: connecting gets one part of the time for each
 */
record AttemptLimits(Deadline deadline, int connects) {
    /** When connecting must have ended, besides the connect timeout. */
    long connectLimitNanos(long nowNanos) {
        return nowNanos + deadline.leftNanos(nowNanos) / connects;
    }
}
