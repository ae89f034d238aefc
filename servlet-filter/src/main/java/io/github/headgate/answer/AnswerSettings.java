package io.github.headgate.answer;

import io.github.headgate.failure.FailureType;
import io.github.headgate.settings.SettingsReader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How we name ourselves to the caller and how much we tell. Immutable.
 *
 * @param name who we are in {@code Proxy-Status} and {@code Via}
 * @param exposeDetails whether the answer carries the message of the failure, which names endpoints and addresses
 * @param statuses the status for a failure type, where it differs from the table
 * @param fallbacks what is answered in place of the plain answer; the first that matches counts
 */
public record AnswerSettings(
        String name, boolean exposeDetails, Map<FailureType, Integer> statuses, List<Fallback> fallbacks) {
    /** The name that is used when none is set. */
    public static final String DEFAULT_NAME = "headgate";

    private static final String STATUS_EXPECTED = "a status from 400 to 599";

    /**
     * Copies of the map and the list are kept.
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
        fallbacks = List.copyOf(fallbacks);
    }

    /** The name {@value #DEFAULT_NAME}, no details, the statuses of the table. */
    public static AnswerSettings defaults() {
        return new AnswerSettings(DEFAULT_NAME, false, Map.of(), List.of());
    }

    /** The same settings under another name. */
    public AnswerSettings withName(String newName) {
        return new AnswerSettings(newName, exposeDetails, statuses, fallbacks);
    }

    /** The same settings, and the answer carries the message of the failure. */
    public AnswerSettings withDetailsExposed() {
        return new AnswerSettings(name, true, statuses, fallbacks);
    }

    /** The same settings, and this status, 400 to 599, for this failure type. */
    public AnswerSettings withStatus(FailureType type, int status) {
        Map<FailureType, Integer> changed = new EnumMap<>(FailureType.class);
        changed.putAll(statuses);
        changed.put(type, status);
        return new AnswerSettings(name, exposeDetails, changed, fallbacks);
    }

    /** The same settings, and this is answered where it matches and none before it does. */
    public AnswerSettings withFallback(Fallback fallback) {
        List<Fallback> more = new ArrayList<>(fallbacks);
        more.add(fallback);
        return new AnswerSettings(name, exposeDetails, statuses, more);
    }

    /** Reads the settings; a fallback may name an upstream of the same settings. */
    public static AnswerSettings read(SettingsReader reader) {
        return read(reader, Set.copyOf(reader.namesUnder("upstreams")), ApplicationLookup.ofFiles());
    }

    /**
     * Reads {@code name}, {@code expose-details}, {@code statuses.*} and {@code fallbacks[i]}, with the files that they name; what is wrong is
     * reported to the reader.
     *
     * @param upstreamNames the names that a fallback may have
     * @param application finds the files and the handlers that a fallback names
     */
    public static AnswerSettings read(SettingsReader reader, Set<String> upstreamNames, ApplicationLookup application) {
        String name = reader.text("name", DEFAULT_NAME);
        if (name.isBlank()) {
            reader.problem("name", name, "a name that is not empty");
            name = DEFAULT_NAME;
        }
        boolean exposeDetails = reader.flag("expose-details", false);
        return new AnswerSettings(
                name, exposeDetails, readStatuses(reader), FallbackSettings.read(reader, upstreamNames, application));
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
