package io.github.headgate.settings;

/**
 * One wrong setting. Immutable.
 *
 * @param key the full key, for example {@code headgate.upstreams.orders.attempt-timeout}
 * @param value what was given
 * @param expected what would have been right, in words
 */
public record Problem(String key, String value, String expected) {
    @Override
    public String toString() {
        return key + " = " + value + " (expected: " + expected + ")";
    }
}
