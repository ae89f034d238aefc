package io.github.headgate;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * The TCP socket that a TLS connection may be on. It keeps two things apart that the JDK does not. TLS ends with a
 * {@code close_notify}, after which nothing more is read from here: so a TCP connection that is seen to end has been cut. And a
 * peer that refuses us says so in an alert before it closes: a write that fails must not keep the alert from being read.
 * Thread-safe as its superclass is.
 */
final class TlsCarrier extends ChannelSocket {
    /* A request with a body that can be sent again is less than that; who uploads more learns of the failure sooner. */
    private static final int MAX_DROPPED_BYTES = 256 * 1024;

    private final boolean requireCloseNotify;
    private volatile boolean isUnderTls;
    private volatile boolean hasEnded;
    private volatile @Nullable SocketException refusedWrite;

    /**
     * @param requireCloseNotify whether the peer is one that closes in TLS what it closes
     */
    TlsCarrier(boolean requireCloseNotify) throws IOException {
        this.requireCloseNotify = requireCloseNotify;
    }

    /** From now on it carries TLS. */
    void beginTls() {
        isUnderTls = true;
    }

    /** Whether the connection was closed without a word in TLS, which is not how this peer closes. */
    boolean isCut() {
        return requireCloseNotify && isUnderTls && hasEnded;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new In(super.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new Out(super.getOutputStream());
    }

    /** Notes the end of the connection, and tells with a failure to read what could not be written before. */
    private final class In extends FilterInputStream {
        In(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                int read = super.read(into, offset, length);
                if (read < 0) {
                    hasEnded = true;
                }
                return read;
            } catch (SocketException e) {
                if (refusedWrite != null) {
                    e.addSuppressed(refusedWrite);
                }
                throw e;
            }
        }
    }

    /** Drops what the peer does not take any more, as long as there is something to read that tells why. */
    private final class Out extends FilterOutputStream {
        private long droppedBytes;

        Out(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            try {
                out.write(from, offset, length);
            } catch (SocketException e) {
                droppedBytes += length;
                if (!isUnderTls
                        || droppedBytes > MAX_DROPPED_BYTES
                        || getInputStream().available() == 0) {
                    throw e;
                }
                refusedWrite = e;
            }
        }
    }
}
