package io.github.headgate;

import java.io.IOException;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/** The drop-in for code that uses HttpClient 5 already: every request goes to one upstream. Thread-safe. */
final class UpstreamHttpClient extends CloseableHttpClient {
    private final Headgate headgate;
    private final String upstream;

    UpstreamHttpClient(Headgate headgate, String upstream) {
        this.headgate = headgate;
        this.upstream = upstream;
    }

    @Override
    protected CloseableHttpResponse doExecute(
            @Nullable HttpHost target, ClassicHttpRequest request, @Nullable HttpContext context) throws IOException {
        return CloseableHttpResponse.adapt(headgate.execute(upstream, request, options(context)));
    }

    private static CallOptions options(@Nullable HttpContext context) {
        Object options = context == null ? null : context.getAttribute(CallOptions.class.getName());
        return options instanceof CallOptions own ? own : CallOptions.NONE;
    }

    /** Does nothing: the connections belong to {@link Headgate}. */
    @Override
    public void close() {}

    /** Does nothing: the connections belong to {@link Headgate}. */
    @Override
    public void close(CloseMode closeMode) {}
}
