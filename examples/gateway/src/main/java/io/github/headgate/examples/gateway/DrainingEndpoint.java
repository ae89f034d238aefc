package io.github.headgate.examples.gateway;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.apache.tomcat.util.net.NioEndpoint;

/**
 * Serves everyone who has connected when it stops to listen. Tomcat's own throws away the connection that it accepts while it
 * stops, and resets all that still wait in the kernel's queue, although to their callers both are connected. Thread-safe.
 */
final class DrainingEndpoint extends NioEndpoint {
    private volatile boolean isClosing;

    DrainingEndpoint() {}

    /* The acceptor calls this for what it was given after it was told to stop: a caller, or Tomcat's own to wake it up. */
    @Override
    protected void destroySocket(SocketChannel socket) {
        if (isPaused() || !setSocketOptions(socket)) {
            super.destroySocket(socket);
        }
    }

    /* The acceptor has returned, or returns when Tomcat wakes it up: until then the channel's mode does not change. */
    @Override
    protected void doCloseServerSocket() throws IOException {
        ServerSocketChannel listening = (ServerSocketChannel) getServerSocket();
        if (listening != null && listening.isOpen() && !isClosing && isRunning() && !isPaused()) {
            isClosing = true;
            listening.configureBlocking(false);
            for (SocketChannel waiting = listening.accept(); waiting != null; waiting = listening.accept()) {
                countUpOrAwaitConnectionQuietly();
                if (!setSocketOptions(waiting)) {
                    closeSocket(waiting);
                }
            }
        }
        super.doCloseServerSocket();
    }

    private void countUpOrAwaitConnectionQuietly() {
        try {
            countUpOrAwaitConnection();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
