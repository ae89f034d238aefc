package io.github.headgate.servlet;

import java.time.Duration;

/**
 * How long a call took, in words that are the same on fast and slow machines: the limits lie between the timeouts, and a timeout
 * that is kept is kept to 100 ms.
 */
enum Pace {
    AT_ONCE("at once"),
    WITHIN_ATTEMPT_TIMEOUT("within attempt-timeout"),
    WITHIN_DEADLINE("within deadline"),
    HANGS("HANGS");

    static final Duration CONNECT_TIMEOUT = Duration.ofMillis(800);
    static final Duration READ_TIMEOUT = Duration.ofMillis(800);
    static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(1);
    static final Duration DEADLINE = Duration.ofSeconds(3);

    /** No timeout is as short as this. */
    static final Duration AT_ONCE_LIMIT = Duration.ofMillis(550);

    static final Duration ATTEMPT_LIMIT = ATTEMPT_TIMEOUT.plusMillis(100);
    static final Duration DEADLINE_LIMIT = DEADLINE.plusMillis(100);

    private final String words;

    Pace(String words) {
        this.words = words;
    }

    static Pace of(Duration elapsed) {
        if (elapsed.compareTo(AT_ONCE_LIMIT) < 0) {
            return AT_ONCE;
        }
        if (elapsed.compareTo(ATTEMPT_LIMIT) < 0) {
            return WITHIN_ATTEMPT_TIMEOUT;
        }
        return elapsed.compareTo(DEADLINE_LIMIT) < 0 ? WITHIN_DEADLINE : HANGS;
    }

    @Override
    public String toString() {
        return words;
    }
}
