package io.github.headgate.servlet;

import io.github.headgate.failure.Classified;
import io.github.headgate.failure.FailureType;
import java.io.IOException;

/** The header section of an upstream's response is within our limits, but more than is sent to a caller. */
final class HeadTooLargeException extends IOException implements Classified {
    private static final long serialVersionUID = 1L;

    HeadTooLargeException(int bytes, int limit) {
        super("headers of " + bytes + " bytes, above proxy.max-response-header-size, " + limit
                + " bytes; the container has a limit of its own");
    }

    @Override
    public FailureType failureType() {
        return FailureType.HTTP_RESPONSE_HEADER_SECTION_SIZE;
    }
}
