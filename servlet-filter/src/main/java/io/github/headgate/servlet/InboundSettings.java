package io.github.headgate.servlet;

import io.github.headgate.settings.SettingsReader;
import java.time.Duration;

/**
 * Which requests the application takes. Immutable.
 *
 * @param maxInFlight the most requests under way; 0 for no limit
 * @param deadline for each request: calls that are made on its thread end by then; 0 for none
 * @param maintenanceFile while there is a file of this name, no request is taken; empty for none
 * @param stopTimeout how long those under way may go on when the application stops, while no further one is taken; 0 for not waited for
 */
public record InboundSettings(int maxInFlight, Duration deadline, String maintenanceFile, Duration stopTimeout) {
    /** All requests, without a deadline. */
    public static final InboundSettings OFF = new InboundSettings(0, Duration.ZERO, "", Duration.ZERO);

    private static final int MOST = 1_000_000;
    private static final Duration LONGEST = Duration.ofDays(1);

    /**
     * @throws IllegalArgumentException if the limit, the deadline or the timeout is negative
     */
    public InboundSettings {
        if (maxInFlight < 0 || deadline.isNegative() || stopTimeout.isNegative()) {
            throw new IllegalArgumentException("max-in-flight: " + maxInFlight + ", deadline: " + deadline
                    + ", stop-timeout: " + stopTimeout + " (expected: 0 or more)");
        }
    }

    /** The same settings, and so many requests under way at the most; 0 for no limit. */
    public InboundSettings withMaxInFlight(int most) {
        return new InboundSettings(most, deadline, maintenanceFile, stopTimeout);
    }

    /** The same settings, and calls that are made for a request end by then; 0 for no deadline. */
    public InboundSettings withDeadline(Duration forEach) {
        return new InboundSettings(maxInFlight, forEach, maintenanceFile, stopTimeout);
    }

    /** The same settings, and requests under way may go on for so long when the application stops. */
    public InboundSettings withStopTimeout(Duration timeout) {
        return new InboundSettings(maxInFlight, deadline, maintenanceFile, timeout);
    }

    /** Reads {@code inbound.*}; what is wrong is reported to the reader. */
    public static InboundSettings read(SettingsReader reader) {
        SettingsReader inbound = reader.under("inbound");
        return new InboundSettings(
                inbound.integer("max-in-flight", 0, 0, MOST),
                atMostADay(inbound, "deadline"),
                inbound.text("maintenance-file", ""),
                atMostADay(inbound, "stop-timeout"));
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
