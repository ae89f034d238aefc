package io.github.headgate;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import org.apache.hc.core5.function.Supplier;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** The entity of a delivered response: the original's description with our body. Used by one thread. */
final class ResponseEntity implements HttpEntity {
    private final HttpEntity original;
    private final InputStream content;
    private final ResponseBuffer body;
    private final long length;

    ResponseEntity(HttpEntity original, InputStream content, ResponseBuffer body) {
        this.original = original;
        this.content = content;
        this.body = body;
        this.length = body.length();
    }

    /** A copy of the whole body, as long as nothing of it was read; null if it is not all there. */
    byte @Nullable [] whole() {
        return body.whole();
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public InputStream getContent() {
        return content;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        try (InputStream in = content) {
            in.transferTo(out);
        }
    }

    @Override
    public boolean isStreaming() {
        return true;
    }

    @Override
    public @Nullable Supplier<List<? extends Header>> getTrailers() {
        return original.getTrailers();
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    @Override
    public long getContentLength() {
        return length;
    }

    @Override
    public @Nullable String getContentType() {
        return original.getContentType();
    }

    @Override
    public @Nullable String getContentEncoding() {
        return original.getContentEncoding();
    }

    @Override
    public boolean isChunked() {
        return length < 0;
    }

    @Override
    public Set<String> getTrailerNames() {
        return original.getTrailerNames();
    }
}
