package io.github.headgate;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.jspecify.annotations.Nullable;

/**
 * A body that ends with its TLS connection, and is whole only if that was closed in TLS too (RFC 9112 §9.8): whoever cuts the TCP
 * connection could cut the body otherwise. Used by one thread.
 */
final class UncutInputStream extends FilterInputStream {
    private final TlsCarrier carrier;

    private UncutInputStream(InputStream body, TlsCarrier carrier) {
        super(body);
        this.carrier = carrier;
    }

    /** The body as it is, unless nothing but the end of a TLS connection tells where it ends. */
    static InputStream of(InputStream body, long length, @Nullable SocketHolder socket) {
        return length == ContentLengthStrategy.UNDEFINED
                        && socket != null
                        && socket.getSocket() != socket.getBaseSocket()
                        && socket.getBaseSocket() instanceof TlsCarrier carrier
                ? new UncutInputStream(body, carrier)
                : body;
    }

    @Override
    public int read() throws IOException {
        return checked(super.read());
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return checked(super.read(into, offset, length));
    }

    private int checked(int read) throws IOException {
        if (read < 0 && carrier.isCut()) {
            throw new ConnectionClosedException("closed in the body, without close_notify");
        }
        return read;
    }
}
