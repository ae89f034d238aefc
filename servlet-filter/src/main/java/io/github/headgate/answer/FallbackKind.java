package io.github.headgate.answer;

import java.util.Locale;

/** Who answers in place of the plain answer. */
public enum FallbackKind {
    /** A text of the settings, or of a file. */
    TEXT,
    /** A path of the application. */
    FORWARD,
    /** Code of the application. */
    HANDLER;

    /** As in the header {@value Fallback#HEADER}, in log and metrics. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }
}
