package io.github.headgate.examples.gateway.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An upstream that does one thing wrong, always, on a real socket. Thread-safe. */
final class FaultyUpstream implements AutoCloseable {
    private final String url;
    private final List<AutoCloseable> open;

    private FaultyUpstream(String url, List<AutoCloseable> open) {
        this.url = url;
        this.open = open;
    }

    /** Nobody listens there. */
    static FaultyUpstream refused() throws IOException {
        try (ServerSocket closed = listen(1)) {
            return new FaultyUpstream(urlOf(closed), List.of());
        }
    }

    /** Its queue of connections is full, so that the kernel drops every further SYN: what a firewall looks like. */
    static FaultyUpstream blackholed() throws IOException {
        ServerSocket full = listen(1);
        List<AutoCloseable> open = new ArrayList<>(List.of(full));
        for (int i = 0; i < 3; i++) {
            Socket filler = new Socket();
            open.add(filler);
            try {
                filler.connect(full.getLocalSocketAddress(), 200);
            } catch (java.net.SocketTimeoutException e) {
                break;
            }
        }
        return new FaultyUpstream(urlOf(full), open);
    }

    /** Accepts connections, reads, and then does this. */
    static FaultyUpstream answering(Fault fault) throws IOException {
        ServerSocket server = listen(64);
        ExecutorService threads = Executors.newCachedThreadPool(DaemonThreads.named("faulty-" + fault));
        threads.execute(() -> accept(server, fault, threads));
        return new FaultyUpstream(urlOf(server), List.of(server, threads::shutdownNow));
    }

    private static void accept(ServerSocket server, Fault fault, ExecutorService threads) {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                threads.execute(() -> misbehave(connection, fault));
            } catch (IOException | java.util.concurrent.RejectedExecutionException e) {
                return; // closed
            }
        }
    }

    private static void misbehave(Socket connection, Fault fault) {
        try (connection) {
            if (connection.getInputStream().read(new byte[8192]) > 0) {
                fault.answer(connection);
            }
        } catch (IOException e) {
            // the gateway has gone: that is what it is to do
        }
    }

    private static ServerSocket listen(int backlog) throws IOException {
        ServerSocket server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), backlog);
        return server;
    }

    private static String urlOf(ServerSocket server) {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** The same, but the gateway is told that it speaks TLS. */
    FaultyUpstream behindTls() {
        return new FaultyUpstream(url.replace("http:", "https:"), open);
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        for (AutoCloseable one : open) {
            try {
                one.close();
            } catch (Exception e) {
                throw new IllegalStateException("the demo's upstream did not close", e);
            }
        }
    }
}
