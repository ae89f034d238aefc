package io.github.headgate.servlet;

import io.github.headgate.settings.SettingsReader;
import io.github.headgate.upstream.AdaptiveLimit;
import java.time.Duration;
import java.util.List;

/**
 * Which requests the application takes. Immutable.
 *
 * @param maxInFlight the most requests under way; 0 for no limit
 * @param adaptiveLimit whether, and by which algorithm, a limit below that follows what the application can take
 * @param deadline for each request: calls that are made on its thread end by then; 0 for none
 * @param maintenanceFile while there is a file of this name, no request is taken; empty for none
 * @param stopTimeout how long those under way may go on when the application stops, while no further one is taken; 0 for not waited for
 * @param exemptPaths requests that are taken in any case, and count for nothing, such as those of probes
 */
public record InboundSettings(
        int maxInFlight,
        AdaptiveLimit adaptiveLimit,
        Duration deadline,
        String maintenanceFile,
        Duration stopTimeout,
        List<String> exemptPaths) {
    /** All requests, without a deadline. */
    public static final InboundSettings OFF =
            new InboundSettings(0, AdaptiveLimit.NONE, Duration.ZERO, "", Duration.ZERO, List.of());

    private static final String WITHOUT_LIMIT = "none, unless max-in-flight is set, which it never rises above";
    private static final int MOST = 1_000_000;
    private static final Duration LONGEST = Duration.ofDays(1);

    /**
     * @throws IllegalArgumentException if the limit, the deadline or the timeout is negative, or there is an adaptive limit and no other
     */
    public InboundSettings {
        if (maxInFlight < 0 || deadline.isNegative() || stopTimeout.isNegative()) {
            throw new IllegalArgumentException("max-in-flight: " + maxInFlight + ", deadline: " + deadline
                    + ", stop-timeout: " + stopTimeout + " (expected: 0 or more)");
        }
        if (adaptiveLimit != AdaptiveLimit.NONE && maxInFlight == 0) {
            throw new IllegalArgumentException(
                    "adaptive-limit: " + adaptiveLimit + " (expected: " + WITHOUT_LIMIT + ")");
        }
        exemptPaths = List.copyOf(exemptPaths);
    }

    /** The same settings, and requests of these paths, such as {@code /health/**}, are taken in any case. */
    public InboundSettings withExemptPaths(List<String> patterns) {
        return new InboundSettings(maxInFlight, adaptiveLimit, deadline, maintenanceFile, stopTimeout, patterns);
    }

    /** The same settings, and so many requests under way at the most; 0 for no limit. */
    public InboundSettings withMaxInFlight(int most) {
        return new InboundSettings(most, adaptiveLimit, deadline, maintenanceFile, stopTimeout, exemptPaths);
    }

    /**
     * The same settings, and a limit of this algorithm.
     *
     * @throws IllegalArgumentException if there is no limit that it must not rise above
     */
    public InboundSettings withAdaptiveLimit(AdaptiveLimit algorithm) {
        return new InboundSettings(maxInFlight, algorithm, deadline, maintenanceFile, stopTimeout, exemptPaths);
    }

    /** The same settings, and calls that are made for a request end by then; 0 for no deadline. */
    public InboundSettings withDeadline(Duration forEach) {
        return new InboundSettings(maxInFlight, adaptiveLimit, forEach, maintenanceFile, stopTimeout, exemptPaths);
    }

    /** The same settings, and requests under way may go on for so long when the application stops. */
    public InboundSettings withStopTimeout(Duration timeout) {
        return new InboundSettings(maxInFlight, adaptiveLimit, deadline, maintenanceFile, timeout, exemptPaths);
    }

    /** Reads {@code inbound.*}; what is wrong is reported to the reader. */
    public static InboundSettings read(SettingsReader reader) {
        SettingsReader inbound = reader.under("inbound");
        int maxInFlight = inbound.integer("max-in-flight", 0, 0, MOST);
        AdaptiveLimit adaptiveLimit = inbound.oneOf("adaptive-limit", AdaptiveLimit.NONE);
        if (adaptiveLimit != AdaptiveLimit.NONE && maxInFlight == 0) {
            inbound.problem("adaptive-limit", inbound.text("adaptive-limit", ""), WITHOUT_LIMIT);
            adaptiveLimit = AdaptiveLimit.NONE;
        }
        return new InboundSettings(
                maxInFlight,
                adaptiveLimit,
                atMostADay(inbound, "deadline"),
                inbound.text("maintenance-file", ""),
                atMostADay(inbound, "stop-timeout"),
                exemptPaths(inbound));
    }

    private static List<String> exemptPaths(SettingsReader inbound) {
        List<String> patterns = inbound.texts("exempt-paths", List.of());
        patterns.stream()
                .filter(pattern -> !pattern.startsWith("/"))
                .forEach(pattern -> inbound.problem("exempt-paths", pattern, "paths such as /status or /health/**"));
        return patterns;
    }

    private static Duration atMostADay(SettingsReader inbound, String name) {
        Duration read = inbound.duration(name, Duration.ZERO);
        if (read.compareTo(LONGEST) > 0) {
            inbound.problem(name, inbound.text(name, ""), "at most a day");
            return Duration.ZERO;
        }
        return read;
    }

    /** Whether anything is asked for; what {@link InboundFilter} does by hand needs nothing. */
    public boolean isOn() {
        return maxInFlight > 0 || !deadline.isZero() || !maintenanceFile.isEmpty() || !stopTimeout.isZero();
    }
}
