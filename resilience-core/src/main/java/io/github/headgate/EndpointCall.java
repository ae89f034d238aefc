package io.github.headgate;

import io.github.headgate.upstream.Endpoint;

/**
 * Work that blocks and is not HTTP, done at an endpoint that Headgate chooses.
 *
 * @param <T> what it returns
 */
@FunctionalInterface
public interface EndpointCall<T> {
    /**
     * Does the work at this endpoint. May be called again, with another endpoint, if it fails before anything can have been
     * processed. The thread is interrupted when the time is up.
     */
    T at(Endpoint endpoint) throws Exception;
}
