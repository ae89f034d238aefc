package io.github.headgate.webapp;

import io.github.headgate.settings.Problem;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills in {@code ${NAME}} and {@code ${NAME:default}}, as in {@code ${ORDERS_URL:http://localhost:8080}}. A default ends at the
 * first closing brace and is not searched for further placeholders. Immutable.
 */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9_.-]+)(:([^}]*))?}");

    private final Function<String, @Nullable String> values;

    /**
     * @param values by name; null for a name that is not set
     */
    Placeholders(Function<String, @Nullable String> values) {
        this.values = values;
    }

    /** Environment variables, and system properties where there is no such variable. */
    static Placeholders ofEnvironment() {
        return new Placeholders(name -> {
            String variable = System.getenv(name);
            return variable == null ? System.getProperty(name) : variable;
        });
    }

    /** The value of a setting with all placeholders filled in; one that has no value is reported, and left as it is. */
    String fill(String key, String value, List<Problem> problems) {
        Matcher matcher = PLACEHOLDER.matcher(value);
        return matcher.replaceAll(found -> {
            String name = found.group(1);
            String filled = values.apply(name);
            if (filled == null) {
                filled = found.group(3);
            }
            if (filled == null) {
                filled = found.group();
                problems.add(new Problem(
                        key,
                        value,
                        "the environment variable or system property " + name + ", which is not set, or a default: ${"
                                + name + ":…}"));
            }
            return Matcher.quoteReplacement(filled);
        });
    }
}
