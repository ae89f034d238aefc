package io.github.headgate;

import io.github.headgate.failure.Classified;
import io.github.headgate.failure.FailureType;
import java.io.IOException;

/** A response that we refuse although HttpClient would take it. */
final class UnusableResponseException extends IOException implements Classified {
    private static final long serialVersionUID = 1L;

    private final FailureType type;

    UnusableResponseException(FailureType type, String message) {
        super(message);
        this.type = type;
    }

    @Override
    public FailureType failureType() {
        return type;
    }
}
