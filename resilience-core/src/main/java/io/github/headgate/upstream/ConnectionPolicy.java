package io.github.headgate.upstream;

import java.time.Duration;

/**
 * How long connections are kept. Immutable.
 *
 * @param maxIdle an idle connection is closed after this time, or earlier if the endpoint asks for that ({@code Keep-Alive:
 *     timeout})
 * @param maxAge a connection is not used again after this time
 * @param minIdle so many connections to each endpoint are opened in advance and kept; 0 for none
 */
public record ConnectionPolicy(Duration maxIdle, Duration maxAge, int minIdle) {
    /** Kept for 50 s idle and for 10 min at all; none is opened in advance. */
    public static final ConnectionPolicy DEFAULT =
            new ConnectionPolicy(Duration.ofSeconds(50), Duration.ofMinutes(10), 0);

    /** The same policy with this many connections opened in advance. */
    public ConnectionPolicy withMinIdle(int connections) {
        return new ConnectionPolicy(maxIdle, maxAge, connections);
    }

    /** The same policy with these limits of time. */
    public ConnectionPolicy withLimits(Duration idle, Duration age) {
        return new ConnectionPolicy(idle, age, minIdle);
    }
}
