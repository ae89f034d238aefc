package io.github.headgate.servlet;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a socket of a container without taking anything from it. A socket that can be read and holds no byte has come to its
 * end; that is so only while nobody else reads it. Used by one thread at a time.
 */
final class SocketPeek implements Closeable {
    private final ByteBuffer one = ByteBuffer.allocate(1);
    private @Nullable Selector selector;

    /** What a look at a socket tells. */
    enum Sight {
        /** Nothing, or it cannot be told. */
        QUIET,
        /** There are bytes to be read, and what comes behind them cannot be seen. */
        BYTES,
        /** The other side sends nothing more. */
        FIN,
        /** The other side has reset the connection. */
        RST
    }

    /** A look; of a socket that the container itself has closed it tells nothing. */
    Sight look(SocketChannel channel) {
        try {
            if (!isReadable(channel)) {
                return Sight.QUIET;
            }
            if (channel.socket().getInputStream().available() > 0) {
                return Sight.BYTES;
            }
        } catch (IOException | RuntimeException e) {
            return Sight.QUIET;
        }
        return end(channel);
    }

    private Sight end(SocketChannel channel) {
        try {
            return channel.read(one.clear()) < 0 ? Sight.FIN : Sight.QUIET;
        } catch (ClosedChannelException e) {
            return Sight.QUIET;
        } catch (IOException e) {
            return Sight.RST;
        }
    }

    /* The container must find its channel registered nowhere else when the request is over. */
    private boolean isReadable(SocketChannel channel) throws IOException {
        Selector own = selector;
        if (own == null) {
            own = Selector.open();
            selector = own;
        }
        SelectionKey key = channel.register(own, SelectionKey.OP_READ);
        try {
            return own.selectNow() > 0;
        } finally {
            own.selectedKeys().clear();
            key.cancel();
            own.selectNow();
        }
    }

    /** Gives back what it holds; a later look takes it anew. */
    @Override
    public void close() {
        Selector own = selector;
        selector = null;
        if (own != null) {
            try {
                own.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
