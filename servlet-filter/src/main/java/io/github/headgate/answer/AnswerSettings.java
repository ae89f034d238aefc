package io.github.headgate.answer;

import io.github.headgate.failure.FailureType;
import io.github.headgate.settings.SettingsReader;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How we name ourselves to the caller and how much we tell. Immutable.
 *
 * @param name who we are in {@code Proxy-Status} and {@code Via}
 * @param exposeDetails whether the answer carries the message of the failure, which names endpoints and addresses
 * @param statuses the status for a failure type, where it differs from the table
 */
public record AnswerSettings(String name, boolean exposeDetails, Map<FailureType, Integer> statuses) {
    /** The name that is used when none is set. */
    public static final String DEFAULT_NAME = "headgate";

    private static final String STATUS_EXPECTED = "a status from 400 to 599";

    /**
     * A copy of the map is kept.
     *
     * @throws IllegalArgumentException if the name is empty or a status is outside 400 to 599
     */
    public AnswerSettings {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name: \"" + name + "\" (expected: not empty)");
        }
        statuses.forEach((type, status) -> {
            if (!isErrorStatus(status)) {
                throw new IllegalArgumentException(
                        "statuses." + type + ": " + status + " (expected: " + STATUS_EXPECTED + ")");
            }
        });
        statuses = Map.copyOf(statuses);
    }

    /** The name {@value #DEFAULT_NAME}, no details, the statuses of the table. */
    public static AnswerSettings defaults() {
        return new AnswerSettings(DEFAULT_NAME, false, Map.of());
    }

    /** The same settings under another name. */
    public AnswerSettings withName(String newName) {
        return new AnswerSettings(newName, exposeDetails, statuses);
    }

    /** The same settings, and the answer carries the message of the failure. */
    public AnswerSettings withDetailsExposed() {
        return new AnswerSettings(name, true, statuses);
    }

    /** The same settings, and this status, 400 to 599, for this failure type. */
    public AnswerSettings withStatus(FailureType type, int status) {
        Map<FailureType, Integer> changed = new EnumMap<>(FailureType.class);
        changed.putAll(statuses);
        changed.put(type, status);
        return new AnswerSettings(name, exposeDetails, changed);
    }

    /** Reads {@code name}, {@code expose-details} and {@code statuses.*}; what is wrong is reported to the reader. */
    public static AnswerSettings read(SettingsReader reader) {
        String name = reader.text("name", DEFAULT_NAME);
        if (name.isBlank()) {
            reader.problem("name", name, "a name that is not empty");
            name = DEFAULT_NAME;
        }
        return new AnswerSettings(name, reader.flag("expose-details", false), readStatuses(reader));
    }

    private static Map<FailureType, Integer> readStatuses(SettingsReader reader) {
        Map<FailureType, Integer> statuses = new EnumMap<>(FailureType.class);
        SettingsReader group = reader.under("statuses");
        for (String written : reader.namesUnder("statuses")) {
            String status = group.text(written, "");
            Optional<FailureType> type = FailureType.ofToken(written.replace('-', '_'));
            if (type.isEmpty()) {
                group.problem(written, status, "a failure type such as connection_refused");
            } else if (!status.matches("[45][0-9][0-9]")) {
                group.problem(written, status, STATUS_EXPECTED);
            } else {
                statuses.put(type.get(), Integer.valueOf(status));
            }
        }
        return statuses;
    }

    /** The status for this failure type. */
    public int status(FailureType type) {
        return statuses.getOrDefault(type, type.status());
    }

    private static boolean isErrorStatus(int status) {
        return status >= 400 && status <= 599;
    }
}
