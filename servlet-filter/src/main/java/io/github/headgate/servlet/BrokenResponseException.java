package io.github.headgate.servlet;

import java.io.IOException;

/**
 * Ends a response that cannot be completed and of which the caller already has a part: the container that catches it
 * closes the connection, so that the caller sees an error and no end of the body. What was the matter is logged already; the
 * container logs this as well, and one line of it is enough.
 */
final class BrokenResponseException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenResponseException(String message) {
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
