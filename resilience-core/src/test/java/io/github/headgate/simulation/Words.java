package io.github.headgate.simulation;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures in words, as the report has them. */
final class Words {
    private static final int HUNDRED = 100;

    private Words() {}

    static String percent(double percent) {
        return percent == HUNDRED || percent == 0
                ? String.format(Locale.ROOT, "%.0f %%", percent)
                : String.format(Locale.ROOT, percent < 1 || percent > 99 ? "%.2f %%" : "%.1f %%", percent);
    }

    /** For example {@code 25.6 ms}; a dash where no call succeeded. */
    static String millis(double millis) {
        if (millis == 0) {
            return "–";
        }
        return String.format(Locale.ROOT, millis < HUNDRED ? "%.1f ms" : "%,.0f ms", millis);
    }

    static String times(double factor) {
        return factor == 0 ? "–" : String.format(Locale.ROOT, "x%.2f", factor);
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    static String decimal(double number) {
        return String.format(Locale.ROOT, "%.3f", number);
    }

    /** When every second is as good again as before the fault. */
    static String recovery(Figures figures) {
        Timeline timeline = figures.scenario().timeline();
        int at = figures.recoveredAt();
        if (!figures.isRecovered()) {
            return "not at all";
        }
        if (at == timeline.faultFrom()) {
            return "never left";
        }
        return at > timeline.faultUntil()
                ? (at - timeline.faultUntil()) + " s after its end"
                : (at - timeline.faultFrom()) + " s";
    }

    /** For example {@code http_response_timeout 12, …}. */
    static String failures(Map<String, Integer> failures) {
        return failures.isEmpty()
                ? "none"
                : failures.entrySet().stream()
                        .map(each -> "`" + each.getKey() + "` " + count(each.getValue()))
                        .collect(Collectors.joining(", "));
    }
}
