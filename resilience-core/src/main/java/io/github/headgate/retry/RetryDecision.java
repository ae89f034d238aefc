package io.github.headgate.retry;

/** What happens after a failed attempt. */
public sealed interface RetryDecision {
    /**
     * Another attempt.
     *
     * @param delayNanos the wait before it, in nanoseconds
     */
    record Retry(long delayNanos) implements RetryDecision {}

    /**
     * No other attempt.
     *
     * @param reason why
     */
    record Stop(StopReason reason) implements RetryDecision {}

    /** Why there is no other attempt; the words stand in the message of the exception. */
    enum StopReason {
        /** The failure is of a kind that another attempt does not help. */
        POINTLESS("not sent again after this failure"),
        /** The request may have been processed, and doing it twice is not the same as doing it once. */
        NOT_REPLAYABLE("not sent again: the request may have been processed and is not idempotent"),
        /** The body was streamed and is gone. */
        BODY_GONE("not sent again: the body is larger than request-buffer and was already sent"),
        /** All attempts are used. */
        ATTEMPTS_USED("no attempt left"),
        /** The next attempt would begin after the deadline. */
        DEADLINE("no time left"),
        /** Too many of the last calls were retried already. */
        BUDGET("not sent again: the retry budget is used up");

        private final String words;

        StopReason(String words) {
            this.words = words;
        }

        /** The reason in words. */
        public String words() {
            return words;
        }
    }
}
