package io.github.headgate.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The connection, as a behaviour sees it.
 *
 * @param socket to the client
 * @param out to the client
 * @param upstream whose connection this is
 * @param request what came; empty if the upstream reads nothing
 * @param number of the request on this connection, from 1
 */
public record Peer(Socket socket, OutputStream out, RawUpstream upstream, RawRequest request, int number) {
    /** Sends these characters, each as one byte. */
    public void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Closes with RST. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Closes with FIN. */
    public void close() throws IOException {
        socket.close();
    }

    /** Says nothing until the upstream is closed. */
    public void stall() throws InterruptedException {
        upstream.awaitClose();
    }

    /** A response with nothing wrong. */
    public void ok(String body) throws IOException {
        send("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }
}
