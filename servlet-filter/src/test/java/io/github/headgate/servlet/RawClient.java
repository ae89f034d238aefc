package io.github.headgate.servlet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A caller that writes what it likes and sees every byte that comes back. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MS = 10_000;

    private final Socket socket;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
    }

    /** Sends one request, with {@code Connection: close} if it has no {@code Connection}, and reads to the end. */
    static RawResponse call(int port, String head, String body) throws IOException {
        try (RawClient client = new RawClient(port)) {
            String close =
                    head.toLowerCase(java.util.Locale.ROOT).contains("\nconnection:") ? "" : "Connection: close\n";
            client.send(head.strip() + "\n" + close + "\n", body);
            return client.readAll();
        }
    }

    static RawResponse get(int port, String target, String... headers) throws IOException {
        return call(port, "GET " + target + " HTTP/1.1\nHost: public.example\n" + String.join("\n", headers), "");
    }

    /** Sends a head, whose line ends may be plain, and a body as it is. */
    void send(String head, String body) throws IOException {
        String bytes = head.replace("\r\n", "\n").replace("\n", "\r\n") + body;
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Reads until the connection ends, by FIN or by reset. */
    RawResponse readAll() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (java.net.SocketException e) {
            // a reset: what came before it counts
        }
        return new RawResponse(all.toString(StandardCharsets.ISO_8859_1));
    }

    /** Reads until this text has come. */
    String readUntil(String text) throws IOException {
        StringBuilder read = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (read.indexOf(text) < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("ended before \"" + text + "\": " + read);
            }
            read.append((char) c);
        }
        return read.toString();
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    java.io.OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    /** Sends nothing more, and reads on. */
    void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends the connection with a FIN, and reads no more. */
    void hangUp() throws IOException {
        socket.close();
    }

    /** Ends the connection with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
