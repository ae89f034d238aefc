package io.github.headgate.examples.gateway;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends request after request, without any retry, until nobody listens any more. Used by one thread. */
final class StubbornClient {
    private final int port;
    private final boolean keepsAlive;
    private final AtomicInteger answered;
    private final List<String> lost = new ArrayList<>();

    StubbornClient(int port, boolean keepsAlive, AtomicInteger answered) {
        this.port = port;
        this.keepsAlive = keepsAlive;
        this.answered = answered;
    }

    /** What became of each request that was sent and not answered by 200. */
    List<String> run() throws IOException {
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(20_000);
                converse(socket);
            } catch (ConnectException e) {
                return lost;
            }
        }
    }

    private void converse(Socket socket) {
        try {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            boolean more = true;
            while (more) {
                String connection = keepsAlive ? "" : "Connection: close\r\n";
                socket.getOutputStream()
                        .write(("GET /orders/1 HTTP/1.1\r\nHost: a\r\n" + connection + "\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                more = isKept(in) && keepsAlive;
            }
        } catch (IOException e) {
            lost.add((keepsAlive ? "kept alive: " : "new: ") + e);
        }
    }

    private boolean isKept(BufferedReader in) throws IOException {
        String status = in.readLine();
        if (status == null) {
            throw new IOException("closed without an answer");
        }
        boolean isKept = true;
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            String header = line.toLowerCase(Locale.ROOT);
            isKept &= !header.equals("connection: close");
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring("content-length:".length()).strip());
            }
        }
        for (int i = 0; i < length; i++) {
            if (in.read() < 0) {
                throw new IOException("body cut off");
            }
        }
        if (status.startsWith("HTTP/1.1 200")) {
            answered.incrementAndGet();
        } else {
            lost.add((keepsAlive ? "kept alive: " : "new: ") + status);
        }
        return isKept;
    }
}
