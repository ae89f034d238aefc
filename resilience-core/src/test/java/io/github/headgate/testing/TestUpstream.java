package io.github.headgate.testing;

import java.io.IOException;

/** Something to call, on the loopback address. Thread-safe. */
public interface TestUpstream extends AutoCloseable {
    /** Scheme, address and port. */
    String url();

    /** Ends every connection and stops listening. */
    @Override
    void close() throws IOException;
}
