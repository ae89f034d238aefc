package io.github.headgate.settings;

import java.util.List;
import java.util.stream.Collectors;

/** Settings with which nothing can start; its message names every wrong key, its value and what was expected. */
public final class InvalidSettingsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * @param problems all that is wrong, at least one
     */
    public InvalidSettingsException(List<Problem> problems) {
        super(message(problems));
        this.problems = List.copyOf(problems);
    }

    /** All that is wrong. */
    public List<Problem> problems() {
        return problems;
    }

    private static String message(List<Problem> problems) {
        String count = problems.size() == 1
                ? "1 setting of Headgate is wrong:"
                : problems.size() + " settings of Headgate are wrong:";
        return problems.stream()
                .map(problem -> System.lineSeparator() + "  " + problem)
                .collect(Collectors.joining("", count, ""));
    }
}
