package io.github.headgate;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Tells the attempt how far the exchange has come: before this is entered, no byte of the request was written. Thread-safe.
 *
 * <p>The socket timeout is that of the body from the response head on; the time to the head is the timer's business.
 */
final class WatchedRequestExecutor extends HttpRequestExecutor {
    private final Timeout readTimeout;

    WatchedRequestExecutor(Timeout readTimeout) {
        this.readTimeout = readTimeout;
    }

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            @Nullable HttpResponseInformationCallback informationCallback,
            HttpContext context)
            throws IOException, HttpException {
        if (!(context instanceof AttemptContext known)) {
            return super.execute(request, connection, informationCallback, context);
        }
        Lifetime lifetime = connection instanceof KeptConnection kept ? kept.lifetime() : null;
        known.attempt().exchanging(lifetime != null && lifetime.wasIdle());
        ClassicHttpResponse response = super.execute(request, connection, informationCallback, context);
        if (lifetime != null) {
            lifetime.keptByPeer(KeepAlive.nanos(response));
        }
        known.attempt().readingBody();
        connection.setSocketTimeout(readTimeout);
        return response;
    }
}
