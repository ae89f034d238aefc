package io.github.headgate;

import java.io.IOException;

/** Carries a failure of the application's own request body through the exchange, so that no endpoint is blamed for it. */
final class CallerException extends IOException {
    private static final long serialVersionUID = 1L;

    private final IOException failure;

    CallerException(IOException failure) {
        super(failure);
        this.failure = failure;
    }

    IOException failure() {
        return failure;
    }
}
