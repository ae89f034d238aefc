package io.github.headgate.examples.springcloudgateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What a caller reads on its socket until that ends.
 *
 * @param text the first 4 MB, each byte as a character
 * @param hasEnded whether the connection ended before the caller lost its patience
 */
record RawAnswer(String text, boolean hasEnded) {
    private static final int BUFFER = 16 << 10;
    private static final int MOST = 4 << 20;

    /** Sends a request whose head has plain line ends, and reads to the end. */
    static RawAnswer to(int port, String head, byte[] body, Duration patience) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Thread upload = new Thread(() -> send(socket, head, body));
            upload.setDaemon(true);
            upload.start();
            return read(socket, patience);
        }
    }

    private static void send(Socket socket, String head, byte[] body) {
        try {
            socket.getOutputStream().write(head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body);
        } catch (IOException e) {
            // who does not read to the end may have answered
        }
    }

    private static RawAnswer read(Socket socket, Duration patience) throws IOException {
        long until = System.nanoTime() + patience.toNanos();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] chunk = new byte[BUFFER];
        try {
            for (int count = 0; count >= 0; count = socket.getInputStream().read(chunk)) {
                if (all.size() < MOST) {
                    all.write(chunk, 0, count);
                }
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (left <= 0) {
                    return new RawAnswer(all.toString(StandardCharsets.ISO_8859_1), false);
                }
                socket.setSoTimeout((int) left);
            }
        } catch (SocketTimeoutException e) {
            return new RawAnswer(all.toString(StandardCharsets.ISO_8859_1), false);
        } catch (SocketException e) {
            // a reset: what came before it counts
        }
        return new RawAnswer(all.toString(StandardCharsets.ISO_8859_1), true);
    }

    /** 0 if there is none. */
    int status() {
        return text.length() < 12 ? 0 : Integer.parseInt(text.substring(9, 12));
    }

    String body() {
        int end = text.indexOf("\r\n\r\n");
        return end < 0 ? "" : text.substring(end + 4);
    }

    List<String> headers(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        int end = text.indexOf("\r\n\r\n");
        return (end < 0 ? text : text.substring(0, end))
                .lines()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .toList();
    }

    /** Whether its framing says that nothing is missing, in an answer to anything but HEAD. */
    boolean isWhole() {
        if (!headers("Content-Length").isEmpty()) {
            return body().length() == Integer.parseInt(headers("Content-Length").get(0));
        }
        if (headers("Transfer-Encoding").equals(List.of("chunked"))) {
            return body().endsWith("0\r\n\r\n");
        }
        return text.contains("\r\n\r\n");
    }
}
