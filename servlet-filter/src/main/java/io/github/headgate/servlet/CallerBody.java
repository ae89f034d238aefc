package io.github.headgate.servlet;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of the caller's request, which remembers that it could not be read: however the failure is wrapped on its way
 * through the client, the upstream is not to blame for it. A body that is shorter than announced throws; it never just ends.
 * Read by one thread.
 */
final class CallerBody extends FilterInputStream {
    private final long announced;
    private long count;
    private @Nullable IOException failure;
    private volatile boolean isRead;

    /**
     * @param announced the Content-Length; negative if there is none
     */
    CallerBody(InputStream body, long announced) {
        super(body);
        this.announced = announced;
        this.isRead = announced == 0;
    }

    /** Whether all of it was read: nobody reads the caller's connection then. May be asked by another thread. */
    boolean isRead() {
        return isRead;
    }

    /** What reading threw; null if all went well so far. */
    @Nullable
    IOException failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int read = read(one, 0, 1);
        return read < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            int read = in.read(buffer, offset, length);
            if (read > 0) {
                count += read;
                isRead = count == announced;
            } else if (read < 0 && count < announced) {
                throw new EOFException("the request's body has " + count + " of " + announced
                        + " bytes (did a filter read it, or ask for a form parameter?)");
            } else if (read < 0) {
                isRead = true;
            }
            return read;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /* The container closes it; the client, which closes what it has sent, must not. */
    @Override
    public void close() {}
}
