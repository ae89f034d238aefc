package io.github.headgate;

import io.github.headgate.upstream.Endpoint;
import java.util.Optional;

/** Finds out how an endpoint is, apart from any call. Thread-safe. */
@FunctionalInterface
interface Probe {
    /** What is wrong, in words; empty if the endpoint is well. Blocks, but no longer than the timeout of a check. */
    Optional<String> fault(Endpoint endpoint);
}
