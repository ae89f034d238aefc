package io.github.headgate;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * The body of a request, which closes the connection when it cannot be read to its end. HttpClient closes the stream that it
 * writes to whatever happens, and to close a chunked one is to send the last chunk: the endpoint would take a body that
 * broke off for a whole one.
 */
final class BreakableEntity extends HttpEntityWrapper {
    private final Runnable closeConnection;

    BreakableEntity(HttpEntity body, Runnable closeConnection) {
        super(body);
        this.closeConnection = closeConnection;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        try {
            super.writeTo(out);
        } catch (CallerException | RuntimeException | Error e) {
            closeConnection.run();
            throw e;
        }
    }
}
