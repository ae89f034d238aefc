package io.github.headgate;

import io.github.headgate.upstream.Endpoint;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** For tests that need no wire. */
final class NoTransport implements Transport {
    @Override
    public void renew(Endpoint endpoint) {}

    @Override
    public void retire(Endpoint endpoint) {}

    @Override
    public boolean isInUse() {
        return false;
    }

    @Override
    public ClassicHttpResponse send(Attempt attempt, ClassicHttpRequest request, @Nullable HttpEntity body) {
        throw new UnsupportedOperationException("this test has no wire");
    }

    @Override
    public void close() {}
}
