package io.github.headgate.servlet;

import io.github.headgate.CallOptions;
import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;

/** What the proxy needs of {@link io.github.headgate.Headgate}. Thread-safe. */
@FunctionalInterface
interface UpstreamCaller {
    /**
     * Sends a request to an upstream.
     *
     * @throws io.github.headgate.failure.UpstreamException if the call failed
     * @throws IOException if the request's body could not be read
     */
    ClassicHttpResponse execute(String upstream, ClassicHttpRequest request, CallOptions options) throws IOException;
}
