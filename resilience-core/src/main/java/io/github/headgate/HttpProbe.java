package io.github.headgate;

import io.github.headgate.failure.FailureClassifier;
import io.github.headgate.retry.Deadline;
import io.github.headgate.retry.TimeSource;
import io.github.headgate.settings.Values;
import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.HealthCheckPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * Asks for a path, on a connection of its own: connecting is a part of what is checked, and an endpoint whose connections are all
 * in use is not ill for that. Thread-safe.
 */
final class HttpProbe implements Probe {
    private static final int MOST_BYTES = 64 * 1024;

    private final HealthCheckPolicy policy;
    private final Transport transport;
    private final DeadlineCanceller canceller;
    private final TimeSource time;

    /**
     * @param transport used for nothing else
     */
    HttpProbe(HealthCheckPolicy policy, Transport transport, DeadlineCanceller canceller, TimeSource time) {
        this.policy = policy;
        this.transport = transport;
        this.canceller = canceller;
        this.time = time;
    }

    @Override
    public Optional<String> fault(Endpoint endpoint) {
        long now = time.nanoTime();
        Deadline limit = Deadline.after(policy.timeout(), now);
        Attempt attempt = new Attempt(1, endpoint, now, limit.atNanos(), limit.atNanos(), limit, Tracing.NO_ATTEMPT);
        Future<?> watch = canceller.watch(attempt);
        try (ClassicHttpResponse response = transport.send(attempt, request(), null)) {
            attempt.readingBody();
            Optional<String> fault = fault(response);
            return attempt.end() ? Optional.of(late()) : fault;
        } catch (IOException | RuntimeException e) {
            return Optional.of(attempt.end() ? late() : words(e, attempt));
        } finally {
            attempt.end();
            watch.cancel(false);
        }
    }

    private ClassicHttpRequest request() {
        ClassicHttpRequest request = new BasicClassicHttpRequest("GET", policy.path());
        request.setHeader(HttpHeaders.USER_AGENT, "headgate-health-check");
        request.setHeader(HttpHeaders.CONNECTION, "close");
        return request;
    }

    private Optional<String> fault(ClassicHttpResponse response) throws IOException {
        int status = response.getCode();
        if (!policy.statuses().contains(status)) {
            return Optional.of("status " + status);
        }
        if (policy.contains().isEmpty() || body(response).contains(policy.contains())) {
            return Optional.empty();
        }
        return Optional.of("status " + status + ", but its body does not contain \"" + policy.contains() + '"');
    }

    private static String body(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return "";
        }
        InputStream content = entity.getContent();
        return new String(content.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    }

    private String late() {
        return "no whole answer within " + Values.write(policy.timeout());
    }

    private static String words(Exception e, Attempt attempt) {
        return FailureClassifier.classify(e, attempt.phase())
                .map(failure -> failure.tlsDetail()
                        .map(detail -> failure.type().token() + " (" + detail + ")")
                        .orElse(failure.type().token()))
                .orElse("connection_terminated");
    }
}
