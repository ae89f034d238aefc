package io.github.headgate;

import io.github.headgate.upstream.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** Does one HTTP exchange with one endpoint. Thread-safe. */
interface Transport extends Closeable {
    /**
     * Sends a request to the attempt's endpoint and returns the response once its head is complete. Tells the attempt how to
     * stop the exchange, and how far it has come. Never sends anything twice.
     *
     * @param body in place of the request's own; null for none
     * @throws CallerException if the body could not be read
     */
    ClassicHttpResponse send(Attempt attempt, ClassicHttpRequest request, @Nullable HttpEntity body) throws IOException;

    /** Something has befallen this endpoint that ends connections: closes all to it that are idle now. */
    void renew(Endpoint endpoint);

    /** This endpoint gets no calls any more: as {@link #renew}, and those in use are closed after the exchange. */
    void retire(Endpoint endpoint);

    /** Whether a connection is in use. */
    boolean isInUse();

    /** How many connections there are. */
    default ConnectionCounts counts() {
        return ConnectionCounts.NONE;
    }

    /** When the certificate expires that this endpoint showed last; null if none was seen. */
    default @Nullable Instant certificateExpiry(Endpoint endpoint) {
        return null;
    }
}
