package io.github.headgate;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.io.HttpTransportMetrics;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;

/**
 * The input of a connection, read without leniency: a line ends where it says so, has no control characters and is not longer
 * than its rules allow, and a connection that is closed is never taken for the end of what was read. HttpClient's own input
 * takes a line without an end for a whole one. Used by one thread.
 */
final class StrictInput implements SessionInputBuffer {
    private final SessionInputBuffer buffer;
    private final WireLines lines;

    StrictInput(SessionInputBuffer buffer, WireLines lines) {
        this.buffer = buffer;
        this.lines = lines;
    }

    @Override
    public int readLine(CharArrayBuffer line, InputStream in) throws IOException {
        int max = lines.maxBytes();
        int next = read(in);
        while (next != '\r' && next != '\n') {
            if (isControl(next)) {
                throw lines.malformed("a control character, " + next);
            }
            if (line.length() == max) {
                throw lines.tooLong();
            }
            line.append((char) next);
            next = read(in);
        }
        if (next == '\r' && read(in) != '\n') {
            throw lines.malformed("CR without LF");
        }
        lines.accept(line, next == '\n');
        return line.length();
    }

    /* RFC 9110 §5.5: NUL, CR and LF are dangerous, and no other control character but the tab is allowed. */
    private static boolean isControl(int c) {
        return (c < ' ' && c != '\t') || c == 0x7f;
    }

    @Override
    public int read(InputStream in) throws IOException {
        return notEnded(buffer.read(in));
    }

    @Override
    public int read(byte[] into, int offset, int length, InputStream in) throws IOException {
        return notEnded(buffer.read(into, offset, length, in));
    }

    @Override
    public int read(byte[] into, InputStream in) throws IOException {
        return read(into, 0, into.length, in);
    }

    private static int notEnded(int read) throws ConnectionClosedException {
        if (read < 0) {
            throw new ConnectionClosedException("closed before the end of the response");
        }
        return read;
    }

    @Override
    public int length() {
        return buffer.length();
    }

    @Override
    public int capacity() {
        return buffer.capacity();
    }

    @Override
    public int available() {
        return buffer.available();
    }

    @Override
    public HttpTransportMetrics getMetrics() {
        return buffer.getMetrics();
    }
}
