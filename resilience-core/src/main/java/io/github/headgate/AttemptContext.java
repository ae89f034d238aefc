package io.github.headgate;

import org.apache.hc.client5.http.protocol.HttpClientContext;

/** HttpClient's context of an exchange, which knows the attempt that it belongs to. Used by one thread. */
final class AttemptContext extends HttpClientContext {
    private final Attempt attempt;

    AttemptContext(Attempt attempt) {
        this.attempt = attempt;
    }

    Attempt attempt() {
        return attempt;
    }
}
