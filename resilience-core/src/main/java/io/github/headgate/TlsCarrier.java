package io.github.headgate;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/**
 * The TCP socket that a TLS connection may be on. TLS ends with a {@code close_notify}, after which nothing more is read from
 * here: so a TCP connection that is seen to end has been cut, by whoever it was. The JDK takes the one for the other.
 * Thread-safe as its superclass is.
 */
final class TlsCarrier extends Socket {
    private final boolean requireCloseNotify;
    private volatile boolean hasEnded;

    /**
     * @param requireCloseNotify whether the peer is one that closes in TLS what it closes
     */
    TlsCarrier(boolean requireCloseNotify) {
        this.requireCloseNotify = requireCloseNotify;
    }

    /** Whether the connection was closed without a word in TLS, which is not how this peer closes. */
    boolean isCut() {
        return requireCloseNotify && hasEnded;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new NotingInputStream(super.getInputStream());
    }

    private final class NotingInputStream extends FilterInputStream {
        NotingInputStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return noted(super.read());
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return noted(super.read(into, offset, length));
        }

        private int noted(int read) {
            if (read < 0) {
                hasEnded = true;
            }
            return read;
        }
    }
}
