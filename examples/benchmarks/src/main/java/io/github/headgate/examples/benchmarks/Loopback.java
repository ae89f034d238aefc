package io.github.headgate.examples.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers every request without a body at once, with a body of 1 KB, and does as little as that takes. Thread-safe. */
final class Loopback implements AutoCloseable {
    private static final byte[] ANSWER = ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1024\r\n\r\n"
                    + "x".repeat(1024))
            .getBytes(StandardCharsets.US_ASCII);

    /** The end of a head, in the low bytes. */
    private static final int EMPTY_LINE = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

    private final ServerSocket server;

    Loopback() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        run(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            Socket connection = server.accept();
            connection.setTcpNoDelay(true);
            run(() -> serve(connection));
        }
    }

    private static void serve(Socket connection) throws IOException {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            int last = 0;
            for (int read = in.read(); read >= 0; read = in.read()) {
                last = last << 8 | read;
                if (last == EMPTY_LINE) {
                    out.write(ANSWER);
                }
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void run(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // closed: the thread ends
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
