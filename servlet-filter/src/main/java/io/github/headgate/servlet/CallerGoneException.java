package io.github.headgate.servlet;

import java.io.IOException;

/** The response could not be written, because nobody reads it any more; never a failure of an upstream. */
final class CallerGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    private final IOException thrown;

    CallerGoneException(IOException thrown) {
        super("the caller has gone away", thrown);
        this.thrown = thrown;
    }

    /** What the container threw; it knows its own exceptions and keeps quiet about them. */
    IOException thrown() {
        return thrown;
    }
}
