package io.github.headgate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An upstream that speaks whatever bytes it is told to, on a real socket. Thread-safe. */
final class RawUpstream implements AutoCloseable {
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Behaviour behaviour;

    /** What it does with an exchange whose request head and body were read. */
    @FunctionalInterface
    interface Behaviour {
        void answer(Peer peer) throws Exception;
    }

    /** The connection, as the behaviour sees it. */
    record Peer(Socket socket, OutputStream out, RawUpstream upstream, int number) {
        void send(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        /** Closes with RST. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Closes with FIN. */
        void close() throws IOException {
            socket.close();
        }

        /** Says nothing until the upstream is closed. */
        void stall() throws InterruptedException {
            upstream.closing.await();
        }

        void ok(String body) throws IOException {
            send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        }
    }

    RawUpstream(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    int port() {
        return server.getLocalPort();
    }

    /** The heads of the requests that were read completely. */
    List<String> requests() {
        return requests;
    }

    int connections() {
        return connections.get();
    }

    /** Waits until the client has closed every connection; fails if it does not. */
    void awaitNoConnection() throws IOException {
        for (Socket socket : sockets) {
            socket.setSoTimeout(5000);
            try {
                if (socket.getInputStream().read() >= 0) {
                    throw new AssertionError("the client sends on");
                }
            } catch (java.net.SocketException reset) {
                assert !reset.toString().isEmpty(); // closed as well
            }
        }
    }

    /** Paces what it sends; over at once when the upstream is closed. */
    void pause(long millis) throws InterruptedException {
        if (closing.await(millis, java.util.concurrent.TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("closed");
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            int number = 0;
            while (true) {
                String head = readHead(in);
                if (head.isEmpty()) {
                    return;
                }
                skipBody(in, head);
                requests.add(head);
                behaviour.answer(new Peer(socket, socket.getOutputStream(), this, ++number));
            }
        } catch (Exception e) {
            // the client went away, or the behaviour broke the connection: both are what tests are about
        } finally {
            sockets.remove(socket);
        }
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void skipBody(InputStream in, String head) throws IOException {
        for (String line : head.lines().toList()) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                in.skipNBytes(
                        Long.parseLong(line.substring(line.indexOf(':') + 1).strip()));
            } else if (line.toLowerCase(java.util.Locale.ROOT).startsWith("transfer-encoding:")) {
                StringBuilder body = new StringBuilder();
                while (body.indexOf("0\r\n\r\n") < 0) {
                    int next = in.read();
                    if (next < 0) {
                        throw new IOException("request cut");
                    }
                    body.append((char) next);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
