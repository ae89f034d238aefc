package io.github.headgate.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A request as it came.
 *
 * @param head request line and headers with their line ends, and the empty line; empty if nothing was read
 * @param body read from the connection where the upstream leaves that to the behaviour, otherwise whole and without framing
 */
public record RawRequest(String head, InputStream body) {
    static RawRequest readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!endsWithEmptyLine(head)) {
            head.append(readByte(in));
        }
        return new RawRequest(head.toString(), in);
    }

    private static boolean endsWithEmptyLine(StringBuilder head) {
        return head.length() >= 4 && head.substring(head.length() - 4).equals("\r\n\r\n");
    }

    RawRequest readBody() throws IOException {
        if (!headers("Transfer-Encoding").isEmpty()) {
            return new RawRequest(head, new ByteArrayInputStream(chunks()));
        }
        return new RawRequest(head, new ByteArrayInputStream(body.readNBytes(contentLength())));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(body), 16); size > 0; size = Integer.parseInt(line(body), 16)) {
            content.write(body.readNBytes(size));
            line(body);
        }
        line(body);
        return content.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (char next = readByte(in); next != '\n'; next = readByte(in)) {
            line.append(next);
        }
        return line.toString().strip();
    }

    private static char readByte(InputStream in) throws IOException {
        int next = in.read();
        if (next < 0) {
            throw new EOFException("request cut");
        }
        return (char) next;
    }

    private int contentLength() {
        List<String> lengths = headers("Content-Length");
        return lengths.isEmpty() ? 0 : Integer.parseInt(lengths.get(0));
    }

    /** The request line. */
    public String line() {
        return head.lines().findFirst().orElse("");
    }

    /** All values of a header, in order. */
    public List<String> headers(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return head.lines()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .toList();
    }

    /** The names of all headers in lower case, in order. */
    public List<String> names() {
        return head.lines()
                .skip(1)
                .filter(line -> !line.isEmpty())
                .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The body of a request with {@code Content-Length}; can be read once. */
    public String text() throws IOException {
        return new String(body.readNBytes(contentLength()), StandardCharsets.ISO_8859_1);
    }
}
