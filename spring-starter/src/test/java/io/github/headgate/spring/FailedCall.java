package io.github.headgate.spring;

import io.github.headgate.Headgate;
import io.github.headgate.failure.UpstreamException;
import java.io.IOException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;

/** A call that is expected to fail. */
final class FailedCall {
    private FailedCall() {}

    static UpstreamException make(Headgate headgate, String upstream) {
        try (ClassicHttpResponse response = headgate.execute(upstream, new HttpGet("/"))) {
            throw new AssertionError("answered " + response.getCode());
        } catch (UpstreamException e) {
            return e;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
