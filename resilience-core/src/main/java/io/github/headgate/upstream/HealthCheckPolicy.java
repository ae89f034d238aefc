package io.github.headgate.upstream;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How endpoints are checked apart from calls. Never more than half of the endpoints are out because of it or as outliers, and
 * never the last one. Immutable.
 *
 * @param path what is asked for by GET; empty for no such check
 * @param tcp whether it is checked that a connection can be opened, instead of a path
 * @param statuses that tell that the endpoint is well
 * @param contains what the first 64 KB of the body must contain; empty for anything
 * @param interval between two checks of an endpoint, less or more a tenth by chance
 * @param unhealthyInterval the same while the endpoint is out, or has failed its last check
 * @param timeout of one check, from the connection to the whole answer
 * @param healthyThreshold so many good checks in a row let an endpoint in again
 * @param unhealthyThreshold so many bad ones in a row take it out
 * @param observeOnly whether what is found is only told, in log and status, and takes no endpoint out
 */
public record HealthCheckPolicy(
        String path,
        boolean tcp,
        Set<Integer> statuses,
        String contains,
        Duration interval,
        Duration unhealthyInterval,
        Duration timeout,
        int healthyThreshold,
        int unhealthyThreshold,
        boolean observeOnly) {
    private static final int OK = 200;
    private static final int LAST_OK = 299;

    /** No checks; those that are turned on by a path are made every 10 s, or every second where the last one failed. */
    public static final HealthCheckPolicy OFF = new HealthCheckPolicy(
            "",
            false,
            IntStream.rangeClosed(OK, LAST_OK).boxed().collect(Collectors.toSet()),
            "",
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            2,
            3,
            false);

    /** A policy with its own copy of the statuses. */
    public HealthCheckPolicy {
        statuses = Set.copyOf(statuses);
    }

    /** Checks by GET of this path. */
    public static HealthCheckPolicy ofHttp(String path) {
        return OFF.with(path, false, OFF.interval, OFF.unhealthyInterval, OFF.timeout);
    }

    /** Checks by opening a connection. */
    public static HealthCheckPolicy ofTcp() {
        return OFF.with("", true, OFF.interval, OFF.unhealthyInterval, OFF.timeout);
    }

    /** The same checks at this pace. */
    public HealthCheckPolicy withPace(Duration every, Duration whileUnhealthy, Duration ofAtMost) {
        return with(path, tcp, every, whileUnhealthy, ofAtMost);
    }

    /** The same checks, so many good or bad ones in a row letting an endpoint in or taking it out. */
    public HealthCheckPolicy withThresholds(int healthy, int unhealthy) {
        return new HealthCheckPolicy(
                path, tcp, statuses, contains, interval, unhealthyInterval, timeout, healthy, unhealthy, observeOnly);
    }

    private HealthCheckPolicy with(String get, boolean connect, Duration every, Duration faster, Duration ofAtMost) {
        return new HealthCheckPolicy(
                get,
                connect,
                statuses,
                contains,
                every,
                faster,
                ofAtMost,
                healthyThreshold,
                unhealthyThreshold,
                observeOnly);
    }

    /** Whether endpoints are checked at all. */
    public boolean isOn() {
        return tcp || !path.isEmpty();
    }
}
