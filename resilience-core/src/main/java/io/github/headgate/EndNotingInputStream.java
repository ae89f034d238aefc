package io.github.headgate;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Remembers that the peer has closed. Used by one thread. */
final class EndNotingInputStream extends FilterInputStream {
    private boolean hasEnded;

    EndNotingInputStream(InputStream in) {
        super(in);
    }

    boolean hasEnded() {
        return hasEnded;
    }

    @Override
    public int read() throws IOException {
        return noted(super.read());
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return noted(super.read(into, offset, length));
    }

    private int noted(int read) {
        hasEnded |= read < 0;
        return read;
    }
}
