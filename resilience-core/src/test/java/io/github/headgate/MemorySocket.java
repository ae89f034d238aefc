package io.github.headgate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * A connection without a network: what a peer does is a script, read in the thread of the caller. What cannot come in time has
 * timed out at once. Not thread-safe.
 */
class MemorySocket extends Socket {
    /* A reader that goes on after the end would never stop. */
    private static final int PATIENCE = 1000;

    /** How what the peer says comes to its end. */
    enum End {
        FIN,
        RST,
        SILENCE
    }

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private byte[] said = new byte[0];
    private int read;
    private int segment = Integer.MAX_VALUE;
    private End end = End.SILENCE;
    private int readsAfterEnd;
    private SocketAddress peer = InetSocketAddress.createUnresolved("nobody", 1);
    private boolean isClosed;

    /** What the peer says next; nothing of it is there before the client has sent something. */
    void say(String bytes, int segmentSize, End howItEnds) {
        byte[] more = bytes.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = java.util.Arrays.copyOf(said, said.length + more.length);
        System.arraycopy(more, 0, all, said.length, more.length);
        said = all;
        segment = segmentSize;
        end = howItEnds;
    }

    /** Called before the client sends something; what it throws is what becomes of that. */
    void writing() throws IOException {}

    /** Called when the client has sent something. */
    void sent() throws IOException {}

    /** Whether the client has read all that the peer said. */
    boolean isDrained() {
        return read == said.length;
    }

    /** All that the client has sent. */
    String written() {
        return written.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void connect(SocketAddress address, int timeout) throws IOException {
        peer = address;
    }

    @Override
    public InputStream getInputStream() {
        return new In();
    }

    @Override
    public OutputStream getOutputStream() {
        return new Out();
    }

    @Override
    public synchronized void close() {
        isClosed = true;
    }

    @Override
    public boolean isClosed() {
        return isClosed;
    }

    private final class In extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (isClosed) {
                throw new SocketException("Socket closed");
            }
            if (isDrained()) {
                return ended();
            }
            int count = Math.min(Math.min(length, segment), said.length - read);
            System.arraycopy(said, read, into, offset, count);
            read += count;
            return count;
        }

        private int ended() throws IOException {
            if (++readsAfterEnd > PATIENCE) {
                throw new AssertionError("reads on and on after the end");
            }
            return switch (end) {
                case FIN -> -1;
                case RST -> throw new SocketException("Connection reset");
                case SILENCE -> throw new SocketTimeoutException("Read timed out");
            };
        }

        @Override
        public int available() {
            return said.length - read;
        }
    }

    private final class Out extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            if (isClosed) {
                throw new SocketException("Socket closed");
            }
            writing();
            written.write(from, offset, length);
            sent();
        }
    }

    /* What a real socket asks its system for. */

    @Override
    public boolean isConnected() {
        return true;
    }

    @Override
    public InetAddress getInetAddress() {
        return ((InetSocketAddress) peer).getAddress();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return peer;
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public void setSoTimeout(int millis) {}

    @Override
    public int getSoTimeout() {
        return 0;
    }

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void setKeepAlive(boolean on) {}

    @Override
    public void setReuseAddress(boolean on) {}

    @Override
    public void setSoLinger(boolean on, int seconds) {}

    @Override
    public void setTrafficClass(int type) {}

    @Override
    public <T> Socket setOption(SocketOption<T> name, T value) {
        return this;
    }

    @Override
    public void shutdownInput() {}

    @Override
    public void shutdownOutput() {}
}
