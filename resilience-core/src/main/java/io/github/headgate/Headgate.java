package io.github.headgate;

import io.github.headgate.failure.UpstreamException;
import java.io.IOException;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;

/** The front door. */
public final class Headgate implements AutoCloseable {
    private Headgate() {}

    /**
     * Sends a request to an upstream. The request's path and query are used; its scheme and host are not.
     *
     * @throws UpstreamException if the call failed
     * @throws IOException if the caller's own request body could not be read
     */
    @SuppressWarnings("unused")
    public ClassicHttpResponse execute(String upstream, ClassicHttpRequest request) throws IOException {
        return new org.apache.hc.core5.http.message.BasicClassicHttpResponse(200);
    }

    /** The names of the upstreams. */
    public Set<String> upstreamNames() {
        return Set.of();
    }

    @Override
    public void close() {}
}
