package io.github.headgate.contract;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** A caller on one connection, for as long as it is kept, who tells whether a response was whole. Not thread-safe. */
final class WireClient implements AutoCloseable {
    private static final int PATIENCE_MS = 10_000;
    private static final int HEXADECIMAL = 16;

    private final int port;
    private Socket socket = new Socket();
    private InputStream in = InputStream.nullInputStream();
    private boolean isOver = true;

    WireClient(int port) {
        this.port = port;
    }

    private void connect() throws IOException {
        socket.close();
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        isOver = false;
    }

    /**
     * A response as it was read.
     *
     * @param headers by name in any case; of several values the last
     * @param isWhole whether its framing says that nothing is missing
     */
    record Response(int status, Map<String, String> headers, String body, boolean isWhole) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /** Sends a request and reads the response; POST has a small body. */
    Response send(String method, String target, String... headers) throws IOException {
        if (isOver) {
            connect();
        }
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: public.example\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        boolean hasBody = method.equals("POST");
        head.append(hasBody ? "Content-Length: 3\r\n\r\na=1" : "\r\n");
        socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String field = line(); !field.isEmpty(); field = line()) {
            int colon = field.indexOf(':');
            fields.put(field.substring(0, colon), field.substring(colon + 1).strip());
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean isWhole = method.equals("HEAD") || status == 204 || status == 304 || readBody(fields, body);
        isOver = !isWhole || "close".equalsIgnoreCase(fields.get("Connection"));
        return new Response(status, fields, body.toString(StandardCharsets.UTF_8), isWhole);
    }

    /** Whether the container has closed the connection; waits for that. */
    boolean isClosed() throws IOException {
        return in.read() < 0;
    }

    private boolean readBody(Map<String, String> fields, ByteArrayOutputStream body) throws IOException {
        try {
            String length = fields.get("Content-Length");
            if (length != null) {
                return copy(Integer.parseInt(length), body);
            }
            if ("chunked".equalsIgnoreCase(fields.get("Transfer-Encoding"))) {
                return readChunks(body);
            }
            in.transferTo(body);
            return true;
        } catch (SocketException reset) {
            return false;
        }
    }

    private boolean readChunks(ByteArrayOutputStream body) throws IOException {
        while (true) {
            String size = line();
            if (size.isEmpty()) {
                return false;
            }
            int bytes = Integer.parseInt(size, HEXADECIMAL);
            if (!copy(bytes, body) || !line().isEmpty()) {
                return false;
            }
            if (bytes == 0) {
                return true;
            }
        }
    }

    private boolean copy(int bytes, ByteArrayOutputStream body) throws IOException {
        byte[] read = in.readNBytes(bytes);
        body.write(read);
        return read.length == bytes;
    }

    /* Without its end; empty at the end of the stream. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
