package io.github.headgate.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** TLS over sockets that stay within reach, so that a connection can be cut without a word in TLS. Thread-safe. */
public final class CuttableTls extends ServerSocketFactory {
    /** What is different about the server's side of a connection. */
    @FunctionalInterface
    public interface Settings {
        /** Called before the handshake. */
        void apply(SSLSocket socket);
    }

    private final SSLContext context;
    private final Settings settings;
    private final Map<Socket, Socket> carriers = new ConcurrentHashMap<>();

    /** TLS with this context and these settings. */
    public CuttableTls(SSLContext context, Settings settings) {
        this.context = context;
        this.settings = settings;
    }

    /** Closes the TCP connection below this peer's: a FIN without {@code close_notify}. */
    public void cut(Peer peer) throws IOException {
        carrier(peer).close();
    }

    /** Resets the TCP connection below this peer's. */
    public void reset(Peer peer) throws IOException {
        carrier(peer).setSoLinger(true, 0);
        carrier(peer).close();
    }

    private Socket carrier(Peer peer) {
        Socket carrier = carriers.get(peer.socket());
        if (carrier == null) {
            throw new AssertionError("not a connection of this server");
        }
        return carrier;
    }

    @Override
    public ServerSocket createServerSocket(int port) throws IOException {
        return createServerSocket(port, 0);
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) throws IOException {
        return createServerSocket(port, backlog, InetAddress.getLoopbackAddress());
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
        return new ServerSocket(port, backlog, address) {
            @Override
            public Socket accept() throws IOException {
                Socket carrier = super.accept();
                SSLSocket socket = (SSLSocket) context.getSocketFactory()
                        .createSocket(carrier, address.getHostAddress(), carrier.getPort(), true);
                socket.setUseClientMode(false);
                settings.apply(socket);
                carriers.put(socket, carrier);
                return socket;
            }
        };
    }
}
