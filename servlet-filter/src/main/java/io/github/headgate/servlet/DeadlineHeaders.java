package io.github.headgate.servlet;

import io.github.headgate.settings.SettingsReader;
import java.util.List;
import java.util.regex.Pattern;

/** The setting {@code deadline-headers}, which is read where there may be no servlets and so no {@link CallerDeadlineFilter}. */
final class DeadlineHeaders {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final String KEY = "deadline-headers";

    private DeadlineHeaders() {}

    /** The names of the headers; what is wrong is reported to the reader. */
    static List<String> read(SettingsReader reader) {
        List<String> names = reader.texts(KEY, List.of());
        names.stream()
                .filter(name -> !NAME.matcher(name).matches())
                .forEach(name -> reader.problem(KEY, name, "names of headers, such as X-Request-Deadline"));
        return names;
    }
}
