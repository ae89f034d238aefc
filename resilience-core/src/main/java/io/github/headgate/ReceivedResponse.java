package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.UpstreamPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * A response whose head is complete, and as much of its body as is read before the application sees it: all of a body up to
 * {@code response-buffer}, so that one that is cut short becomes a retry or a 502. Used by one thread.
 */
final class ReceivedResponse implements Exchange.Answer<ClassicHttpResponse> {
    /* Types whose parts are for the reader at once, however small they are. */
    private static final Set<String> STREAMED =
            Set.of("text/event-stream", "application/x-ndjson", "multipart/x-mixed-replace", "application/grpc");

    private final ClassicHttpResponse response;
    private final Attempt attempt;
    private final UpstreamPolicy policy;
    private final TimeSource time;
    private @Nullable ResponseBuffer body;

    private ReceivedResponse(ClassicHttpResponse response, Attempt attempt, UpstreamPolicy policy, TimeSource time) {
        this.response = response;
        this.attempt = attempt;
        this.policy = policy;
        this.time = time;
    }

    /**
     * Reads what is to be read before the application sees the response; on failure the connection is closed.
     *
     * @throws IOException if the body breaks or is too large
     */
    static ReceivedResponse read(ClassicHttpResponse response, Attempt attempt, UpstreamPolicy policy, TimeSource time)
            throws IOException {
        ReceivedResponse received = new ReceivedResponse(response, attempt, policy, time);
        try {
            received.readBody();
            return received;
        } catch (IOException | RuntimeException | Error e) {
            received.discard();
            throw e;
        }
    }

    private void readBody() throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return;
        }
        long length = entity.getContentLength();
        InputStream content = entity.getContent();
        InputStream limited =
                policy.maxResponseSize() > 0 ? new LimitedInputStream(content, policy.maxResponseSize()) : content;
        boolean isBuffered = policy.responseBuffer() > 0 && length <= policy.responseBuffer() && !isStreamed(entity);
        ResponseBuffer buffer = new ResponseBuffer(limited, length);
        body = buffer; // from here on there is a rest, which to discard is to close the connection
        if (policy.maxResponseSize() > 0 && length > policy.maxResponseSize()) {
            throw LimitedInputStream.tooLarge(policy.maxResponseSize());
        }
        if (isBuffered) {
            /* What keeps coming in is passed on halfway to the deadline, so that a slow stream is never cut by it. */
            long left = attempt.deadline().leftNanos(time.nanoTime());
            long until = time.nanoTime() + left / 2;
            buffer.fill(policy.responseBuffer(), () -> time.nanoTime() - until >= 0);
        }
    }

    private static boolean isStreamed(HttpEntity entity) {
        String type = entity.getContentType();
        if (type == null) {
            return false;
        }
        int end = type.indexOf(';');
        String bare = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(java.util.Locale.ROOT);
        return STREAMED.contains(bare);
    }

    @Override
    public int status() {
        return response.getCode();
    }

    @Override
    public long retryAfterNanos() {
        Header header = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
        return header == null ? 0 : RetryAfter.nanos(header.getValue(), time.instant());
    }

    @Override
    public boolean isComplete() {
        return body == null || body.isComplete();
    }

    @Override
    public ClassicHttpResponse deliver(Exchange.BodyListener listener) {
        BasicClassicHttpResponse delivered =
                new BasicClassicHttpResponse(response.getCode(), response.getReasonPhrase());
        delivered.setVersion(response.getVersion());
        for (Header header : response.getHeaders()) {
            delivered.addHeader(header);
        }
        HttpEntity original = response.getEntity();
        if (original != null && body != null) {
            ResponseBody content = new ResponseBody(body, attempt, listener, this::discard);
            delivered.setEntity(new ResponseEntity(original, content, body));
        }
        return delivered;
    }

    /* Closing the entity would read it to its end first: so the connection goes before. */
    @Override
    public void discard() {
        if (!isComplete()) {
            attempt.closeConnection();
        }
        try {
            response.close();
        } catch (IOException e) {
            attempt.closeConnection();
        }
    }
}
