package io.github.headgate.contract;

import jakarta.servlet.ServletContainerInitializer;

/** A container that runs one web application, at the root, on a free port. */
public interface ContainerUnderTest {
    /** Its name and version. */
    String name();

    /**
     * Starts it; the application registers its servlets and filters as it starts.
     *
     * @throws Exception if it does not start
     */
    void start(ServletContainerInitializer application) throws Exception;

    /** Where it listens. */
    int port();

    /** Stops it.
     *
     * @throws Exception if it does not stop
     */
    void stop() throws Exception;
}
