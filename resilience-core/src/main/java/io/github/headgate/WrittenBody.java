package io.github.headgate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * A body that its maker can only write, and only once, as those of Spring's clients are. While it is sent, it is kept as well,
 * up to a limit, so that a small one can be sent again. Used by one thread.
 */
final class WrittenBody extends AbstractHttpEntity {
    private final HttpEntity original;
    private final int limit;
    private @Nullable Supplier<Upload> beforeSending;
    private byte @Nullable [] kept;

    /**
     * @param limit in bytes
     */
    WrittenBody(HttpEntity original, int limit) {
        super(original.getContentType(), original.getContentEncoding(), false);
        this.original = original;
        this.limit = limit;
    }

    void beforeSending(Supplier<Upload> start) {
        beforeSending = start;
    }

    /** All of it, once it was written to its end and is not above the limit; null if not. */
    byte @Nullable [] kept() {
        return kept;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        Upload upload = Objects.requireNonNull(beforeSending).get();
        Copy copy = new Copy(out, upload, limit);
        try {
            original.writeTo(copy);
        } catch (IOException e) {
            copy.throwIfBroken();
            throw new CallerException(e);
        } catch (RuntimeException e) {
            copy.throwIfBroken();
            throw e;
        }
        long missing = getContentLength() - copy.count;
        if (missing > 0) {
            throw new CallerException(new IOException("request body ended " + missing + " bytes short of its length"));
        }
        kept = copy.all();
        copy.throwIfBroken();
        upload.done();
    }

    @Override
    public long getContentLength() {
        return original.getContentLength();
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public boolean isStreaming() {
        return true;
    }

    @Override
    public InputStream getContent() {
        throw new UnsupportedOperationException("can only be written");
    }

    @Override
    public void close() throws IOException {
        original.close();
    }

    /* A connection that breaks does not end what is small enough: the next endpoint wants all of it. */
    private static final class Copy extends OutputStream {
        private final OutputStream out;
        private final Upload upload;
        private final int limit;
        private @Nullable ByteArrayOutputStream start = new ByteArrayOutputStream();
        private @Nullable IOException broken;
        private long count;

        Copy(OutputStream out, Upload upload, int limit) {
            this.out = out;
            this.upload = upload;
            this.limit = limit;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            count += length;
            keep(bytes, offset, length);
            if (broken == null) {
                send(bytes, offset, length);
            }
            if (start == null) {
                throwIfBroken();
            }
        }

        private void keep(byte[] bytes, int offset, int length) {
            if (count > limit) {
                start = null;
            } else if (start != null) {
                start.write(bytes, offset, length);
            }
        }

        private void send(byte[] bytes, int offset, int length) {
            upload.writing();
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                broken = e;
            }
            upload.reading();
        }

        void throwIfBroken() throws IOException {
            if (broken != null) {
                throw broken;
            }
        }

        byte @Nullable [] all() {
            return start == null ? null : start.toByteArray();
        }
    }
}
