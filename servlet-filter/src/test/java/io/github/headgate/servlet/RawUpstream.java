package io.github.headgate.servlet;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An upstream that keeps what it got, byte for byte, and answers what it is told to; one exchange per connection. */
final class RawUpstream implements AutoCloseable {
    /** Writes the answer; the connection is closed afterwards. */
    interface Script {
        void play(Request request, Connection connection) throws IOException;
    }

    /** What came. */
    record Request(String head, InputStream body) {
        String line() {
            return head.lines().findFirst().orElse("");
        }

        List<String> headers(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return head.lines()
                    .skip(1)
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .toList();
        }

        List<String> names() {
            return head.lines()
                    .skip(1)
                    .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
                    .toList();
        }

        /** The body of a request with {@code Content-Length}. */
        String text() throws IOException {
            int length = Integer.parseInt(headers("Content-Length").get(0));
            return new String(body.readNBytes(length), StandardCharsets.ISO_8859_1);
        }
    }

    /** The way back. */
    record Connection(Socket socket) {
        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        OutputStream out() throws IOException {
            return socket.getOutputStream();
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private final ServerSocket server;
    private final Script script;
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();

    RawUpstream(Script script) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.script = script;
        start(this::accept);
    }

    /** Answers the same bytes to everything; line ends may be plain. */
    static RawUpstream answering(String head, String body) throws IOException {
        String bytes = head.strip().replace("\n", "\r\n") + "\r\n\r\n" + body;
        return new RawUpstream((request, connection) -> connection.send(bytes));
    }

    int port() {
        return server.getLocalPort();
    }

    /** What came so far. */
    List<Request> requests() {
        return List.copyOf(requests);
    }

    /** The only request that came. */
    Request request() {
        if (requests.size() != 1) {
            throw new AssertionError("expected one request: " + requests);
        }
        return requests.element();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int c = in.read();
                if (c < 0) {
                    return;
                }
                head.write(c);
            }
            Request request =
                    new Request(head.toString(StandardCharsets.ISO_8859_1).strip(), in);
            requests.add(request);
            script.play(request, new Connection(socket));
        } catch (IOException e) {
            // the other side ended first, as some tests mean it to
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "raw-upstream");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
