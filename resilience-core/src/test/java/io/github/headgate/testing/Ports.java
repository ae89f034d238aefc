package io.github.headgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Ports on which nobody answers. */
public final class Ports {
    /** Refuses connections: a port that no system hands out. */
    static final String REFUSING = "http://127.0.0.1:1";

    /** Cannot be reached: TCP has no connection to a multicast address, so Linux says so itself, and nothing is sent. */
    static final String UNROUTABLE = "http://224.0.0.1:80";

    private Ports() {}

    /** A port that refuses connections. */
    public static int refused() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that answers no SYN, because its backlog is full. */
    public static final class Blackhole implements TestUpstream {
        private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> fillers = new ArrayList<>();

        /** Fills the backlog. */
        public Blackhole() throws IOException {
            for (int i = 0; i < 3; i++) {
                Socket filler = new Socket();
                fillers.add(filler);
                try {
                    filler.connect(server.getLocalSocketAddress(), 100);
                } catch (java.net.SocketTimeoutException e) {
                    return; // full
                }
            }
        }

        @Override
        public String url() {
            return "http://127.0.0.1:" + ((InetSocketAddress) server.getLocalSocketAddress()).getPort();
        }

        @Override
        public void close() throws IOException {
            for (Socket filler : fillers) {
                filler.close();
            }
            server.close();
        }
    }
}
