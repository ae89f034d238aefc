package io.github.headgate;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** What goes over a channel, with the failures and the buffers of a {@link ChannelInput}. Not thread-safe. */
final class ChannelOutput extends FilterOutputStream {
    ChannelOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        try {
            for (int written = 0; written < length; written += ChannelInput.MOST_AT_ONCE) {
                out.write(from, offset + written, Math.min(length - written, ChannelInput.MOST_AT_ONCE));
            }
        } catch (IOException e) {
            throw ChannelInput.asSocketTells(e);
        }
    }
}
