package io.github.headgate.upstream;

import io.github.headgate.failure.Classified;
import io.github.headgate.failure.FailureType;
import java.net.UnknownHostException;

/** The resolver did not answer in time, which says nothing about the name: {@link FailureType#DNS_TIMEOUT}. */
public final class ResolverTimeoutException extends UnknownHostException implements Classified {
    private static final long serialVersionUID = 1L;

    /** A timeout; the message says which name was asked for, of whom, and for how long. */
    public ResolverTimeoutException(String message) {
        super(message);
    }

    @Override
    public FailureType failureType() {
        return FailureType.DNS_TIMEOUT;
    }
}
