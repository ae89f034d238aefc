package io.github.headgate;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.jspecify.annotations.Nullable;

/**
 * A chunked response body that never just ends. HttpClient takes a last chunk without its final line for the end, and calls a
 * connection that was closed between two chunks malformed. Used by one thread.
 */
final class ChunkedBody extends FilterInputStream {
    private final EndNotingInputStream connection;

    /**
     * @param body decodes the chunks
     * @param connection what it reads them from
     */
    ChunkedBody(InputStream body, EndNotingInputStream connection) {
        super(body);
        this.connection = connection;
    }

    @Override
    public int read() throws IOException {
        try {
            return checked(super.read());
        } catch (MalformedChunkCodingException e) {
            throw explained(e);
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            return checked(super.read(into, offset, length));
        } catch (MalformedChunkCodingException e) {
            throw explained(e);
        }
    }

    private int checked(int read) throws ConnectionClosedException {
        if (read < 0 && connection.hasEnded()) {
            throw closed(null);
        }
        return read;
    }

    private IOException explained(MalformedChunkCodingException e) {
        return connection.hasEnded() ? closed(e) : e;
    }

    private static ConnectionClosedException closed(@Nullable Throwable cause) {
        ConnectionClosedException closed = new ConnectionClosedException("closed before the end of the chunked body");
        closed.initCause(cause);
        return closed;
    }
}
