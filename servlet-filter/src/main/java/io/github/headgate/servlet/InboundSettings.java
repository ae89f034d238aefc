package io.github.headgate.servlet;

import io.github.headgate.settings.SettingsReader;
import java.time.Duration;

/**
 * Which requests the application takes. Immutable.
 *
 * @param maxInFlight the most requests under way; 0 for no limit
 * @param deadline for each request: calls that are made on its thread end by then; 0 for none
 * @param maintenanceFile while there is a file of this name, no request is taken; empty for none
 */
public record InboundSettings(int maxInFlight, Duration deadline, String maintenanceFile) {
    /** All requests, without a deadline. */
    public static final InboundSettings OFF = new InboundSettings(0, Duration.ZERO, "");

    private static final int MOST = 1_000_000;
    private static final Duration LONGEST = Duration.ofDays(1);

    /**
     * @throws IllegalArgumentException if the limit or the deadline is negative
     */
    public InboundSettings {
        if (maxInFlight < 0 || deadline.isNegative()) {
            throw new IllegalArgumentException(
                    "max-in-flight: " + maxInFlight + ", deadline: " + deadline + " (expected: 0 or more)");
        }
    }

    /** Reads {@code inbound.*}; what is wrong is reported to the reader. */
    public static InboundSettings read(SettingsReader reader) {
        SettingsReader inbound = reader.under("inbound");
        Duration deadline = inbound.duration("deadline", Duration.ZERO);
        if (deadline.compareTo(LONGEST) > 0) {
            inbound.problem("deadline", inbound.text("deadline", ""), "at most a day");
            deadline = Duration.ZERO;
        }
        return new InboundSettings(
                inbound.integer("max-in-flight", 0, 0, MOST), deadline, inbound.text("maintenance-file", ""));
    }

    /** Whether anything is asked for; maintenance by {@link InboundFilter#maintenance(boolean)} needs nothing. */
    public boolean isOn() {
        return maxInFlight > 0 || !deadline.isZero() || !maintenanceFile.isEmpty();
    }
}
