package io.github.headgate;

/**
 * The connections of an upstream at one moment. Immutable.
 *
 * @param inUse by an exchange, or being made
 * @param idle kept for the next
 * @param awaited attempts that wait for one, as there are as many as are allowed
 */
public record ConnectionCounts(int inUse, int idle, int awaited) {
    static final ConnectionCounts NONE = new ConnectionCounts(0, 0, 0);
}
