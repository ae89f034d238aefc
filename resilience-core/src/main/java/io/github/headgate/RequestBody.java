package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request, kept so that it can be sent again if it is small enough. A larger one is streamed, and can be sent
 * as long as none of it was. Used by one thread.
 */
final class RequestBody {
    private static final int CHUNK = 8192;

    private final @Nullable HttpEntity entity;
    private final boolean isRepeatable;
    private boolean wasStarted;

    private RequestBody(@Nullable HttpEntity entity, boolean isRepeatable) {
        this.entity = entity;
        this.isRepeatable = isRepeatable;
    }

    /**
     * Reads up to {@code buffer} bytes of a body that cannot be repeated by itself.
     *
     * @throws IOException if the application's stream fails
     */
    static RequestBody of(@Nullable HttpEntity entity, int buffer) throws IOException {
        if (entity == null || entity.isRepeatable()) {
            return new RequestBody(entity, true);
        }
        InputStream content = content(entity);
        if (content == null) {
            return new RequestBody(new WrittenBody(entity, buffer), false);
        }
        if (entity.getContentLength() > buffer) {
            return streamed(entity, content);
        }
        byte[] start = content.readNBytes(buffer);
        int next = start.length < buffer ? -1 : content.read();
        if (next < 0) {
            content.close();
            return new RequestBody(new Bytes(start, entity), true);
        }
        InputStream both = new SequenceInputStream(
                new ByteArrayInputStream(start),
                new SequenceInputStream(new ByteArrayInputStream(new byte[] {(byte) next}), content));
        return streamed(entity, both);
    }

    /* HttpClient itself never asks for it. */
    private static @Nullable InputStream content(HttpEntity entity) throws IOException {
        try {
            return entity.getContent();
        } catch (UnsupportedOperationException e) {
            return null;
        }
    }

    private static RequestBody streamed(HttpEntity entity, InputStream content) {
        return new RequestBody(new Stream(content, entity), false);
    }

    /** The entity to send in this attempt; null for none. */
    @Nullable
    HttpEntity entity(Attempt attempt, TimeSource time) {
        if (entity instanceof WrittenBody written) {
            byte[] kept = written.kept();
            if (kept != null) {
                return new Bytes(kept, written);
            }
            written.beforeSending(() -> begin(attempt, time));
        } else if (entity instanceof Stream stream) {
            stream.beforeSending = () -> begin(attempt, time);
        }
        return entity;
    }

    private Upload begin(Attempt attempt, TimeSource time) {
        wasStarted = true;
        Upload upload = new Upload(time);
        attempt.uploads(upload);
        return upload;
    }

    /** Whether it can be sent from its first byte on. */
    boolean canBeSent() {
        return isRepeatable || !wasStarted || (entity instanceof WrittenBody written && written.kept() != null);
    }

    /** Whether it can be sent as often as is wanted, also at the same time. */
    boolean isRepeatable() {
        return isRepeatable;
    }

    private static final class Bytes extends AbstractHttpEntity {
        private final byte[] bytes;

        Bytes(byte[] bytes, HttpEntity original) {
            super(original.getContentType(), original.getContentEncoding(), false);
            this.bytes = bytes;
        }

        @Override
        public boolean isRepeatable() {
            return true;
        }

        @Override
        public long getContentLength() {
            return bytes.length;
        }

        @Override
        public InputStream getContent() {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }

        @Override
        public boolean isStreaming() {
            return false;
        }

        @Override
        public void close() {}
    }

    private static final class Stream extends AbstractHttpEntity {
        private final InputStream content;
        private final long length;

        @Nullable
        private Supplier<Upload> beforeSending;

        Stream(InputStream content, HttpEntity original) {
            super(original.getContentType(), original.getContentEncoding(), original.getContentLength() < 0);
            this.content = content;
            this.length = original.getContentLength();
        }

        @Override
        public boolean isRepeatable() {
            return false;
        }

        @Override
        public long getContentLength() {
            return length;
        }

        @Override
        public InputStream getContent() {
            return content;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            Upload upload = Objects.requireNonNull(beforeSending).get();
            byte[] chunk = new byte[CHUNK];
            long left = length < 0 ? Long.MAX_VALUE : length;
            while (left > 0) {
                int read = read(chunk, (int) Math.min(left, CHUNK));
                if (read < 0) {
                    break;
                }
                upload.writing();
                out.write(chunk, 0, read);
                upload.reading();
                left -= read;
            }
            if (length >= 0 && left > 0) {
                throw new CallerException(new IOException("request body ended " + left + " bytes short of its length"));
            }
            upload.done();
        }

        private int read(byte[] chunk, int most) throws CallerException {
            try {
                return content.read(chunk, 0, most);
            } catch (IOException e) {
                throw new CallerException(e);
            }
        }

        @Override
        public boolean isStreaming() {
            return true;
        }

        @Override
        public void close() throws IOException {
            content.close();
        }
    }
}
