package io.github.headgate.upstream;

/** Knows the instances of services by their names, as a service registry does. Implementations are thread-safe. */
@FunctionalInterface
public interface Discovery {
    /**
     * The endpoints of a service, whichever they are at each time; none as long as nothing is known. Asked for when settings are read,
     * so it must neither block nor fail.
     *
     * @param serviceId the name of the service, of which there need be none
     */
    EndpointSource endpoints(String serviceId);
}
