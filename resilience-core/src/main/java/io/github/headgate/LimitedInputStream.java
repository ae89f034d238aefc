package io.github.headgate;

import io.github.headgate.failure.FailureType;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Fails once more than so many bytes were read. Used by one thread. */
final class LimitedInputStream extends FilterInputStream {
    private final long limit;
    private long read;

    LimitedInputStream(InputStream in, long limit) {
        super(in);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        count(Math.max(0, count));
        return count;
    }

    private void count(int bytes) throws IOException {
        read += bytes;
        if (read > limit) {
            throw tooLarge(limit);
        }
    }

    static UnusableResponseException tooLarge(long limit) {
        return new UnusableResponseException(
                FailureType.HTTP_RESPONSE_BODY_SIZE,
                "response body larger than max-response-size, " + limit + " bytes");
    }
}
