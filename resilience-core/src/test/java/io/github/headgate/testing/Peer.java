package io.github.headgate.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The connection, as a behaviour sees it.
 *
 * @param socket to the client
 * @param tcp the same, or what it runs over under TLS
 * @param out to the client
 * @param upstream whose connection this is
 * @param request what came; empty if the upstream reads nothing
 * @param number of the request on this connection, from 1
 */
public record Peer(Socket socket, Socket tcp, OutputStream out, RawUpstream upstream, RawRequest request, int number) {
    /** Sends these characters, each as one byte. */
    public void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Closes with RST; under TLS without another word. */
    public void reset() throws IOException {
        tcp.setSoLinger(true, 0);
        tcp.close();
    }

    /** Closes with FIN; under TLS with close_notify before. */
    public void close() throws IOException {
        socket.close();
    }

    /** Closes with FIN; under TLS without another word, as when the process dies. */
    public void drop() throws IOException {
        tcp.close();
    }

    Peer sayingHttp10() {
        return new Peer(socket, tcp, new Http10Stream(out), upstream, request, number);
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
