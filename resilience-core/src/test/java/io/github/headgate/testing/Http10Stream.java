package io.github.headgate.testing;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Says HTTP/1.0 wherever HTTP/1.1 is said. Used by one thread. */
final class Http10Stream extends FilterOutputStream {
    private static final String VERSION = "HTTP/1.1";

    private int matched;

    Http10Stream(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        out.write(older(b));
    }

    /* Goes on as one piece, as it came. */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        byte[] older = new byte[length];
        for (int i = 0; i < length; i++) {
            older[i] = (byte) older(bytes[offset + i]);
        }
        out.write(older, 0, length);
    }

    private int older(int b) {
        matched = b == VERSION.charAt(matched) ? matched + 1 : b == VERSION.charAt(0) ? 1 : 0;
        if (matched < VERSION.length()) {
            return b;
        }
        matched = 0;
        return '0';
    }
}
