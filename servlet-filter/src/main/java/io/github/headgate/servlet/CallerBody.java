package io.github.headgate.servlet;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of the caller's request, which remembers that it could not be read: however the failure is wrapped on its way
 * through the client, the upstream is not to blame for it. Used by one thread.
 */
final class CallerBody extends FilterInputStream {
    private @Nullable IOException failure;

    CallerBody(InputStream body) {
        super(body);
    }

    /** What reading threw; null if all went well so far. */
    @Nullable
    IOException failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return in.read(buffer, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /* The container closes it; the client, which closes what it has sent, must not. */
    @Override
    public void close() {}
}
