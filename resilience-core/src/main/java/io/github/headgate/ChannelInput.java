package io.github.headgate;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;

/**
 * What comes over a channel, as a socket would tell it: when we close the connection meanwhile, that is a
 * {@link SocketException}, which TLS passes on as it is. Not thread-safe.
 */
final class ChannelInput extends FilterInputStream {
    /* The JDK keeps a buffer as large as the largest read of each thread, outside the heap. */
    static final int MOST_AT_ONCE = 64 * 1024;

    ChannelInput(InputStream in) {
        super(in);
    }

    /** What a socket throws in the place of this: a channel tells of a connection that is lost in a class of its own, or in none. */
    static IOException asSocketTells(IOException e) {
        if (e instanceof SocketException || e instanceof InterruptedIOException) {
            return e;
        }
        SocketException lost =
                new SocketException(e instanceof ClosedChannelException ? "Socket closed" : e.getMessage());
        lost.initCause(e);
        return lost;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            return in.read(into, offset, Math.min(length, MOST_AT_ONCE));
        } catch (IOException e) {
            throw asSocketTells(e);
        }
    }
}
