package io.github.headgate.servlet;

import java.io.IOException;

/**
 * Ends a response that cannot be completed and of which the caller already has a part: the container that catches it
 * closes the connection, so that the caller sees an error and no end of the body.
 */
final class BrokenResponseException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenResponseException(String message, Throwable cause) {
        super(message, cause);
    }
}
