package io.github.headgate;

import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.TimeSource;
import io.github.headgate.stored.Exchanged;
import io.github.headgate.stored.Exchanged.Asked;
import io.github.headgate.stored.Fields;
import io.github.headgate.stored.ResponseStore;
import io.github.headgate.upstream.FallbackPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last good responses of an upstream, as far as they were read whole before they were passed on, and gives one in place of a failure.
 * The failure is counted and told to listeners as ever. Thread-safe.
 */
final class LastGood {
    private static final Logger LOG = LoggerFactory.getLogger(Headgate.class);
    private static final long LOG_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    /* RFC 5861 §4 names them. */
    private static final Set<Integer> ERRORS = Set.of(500, 502, 503, 504);
    private static final byte[] NOTHING = new byte[0];

    private final String upstream;
    private final FallbackPolicy policy;
    private final TimeSource time;
    private final ResponseStore<KeptResponse> store;
    private final AtomicLong logNextNanos;

    LastGood(String upstream, FallbackPolicy policy, TimeSource time) {
        this.upstream = upstream;
        this.policy = policy;
        this.time = time;
        this.store = new ResponseStore<>(policy.staleIfError(), policy.maxStored());
        this.logNextNanos = new AtomicLong(time.nanoTime());
    }

    FallbackPolicy policy() {
        return policy;
    }

    /** A call over HTTP. */
    interface HttpCall {
        /**
         * Makes it.
         *
         * @throws UpstreamException if it failed
         * @throws IOException if it was ended by the application
         */
        ClassicHttpResponse run() throws IOException;
    }

    /**
     * Makes a call; in place of a failure, gives the last good response to the same request, if there is one.
     *
     * @throws UpstreamException if the call failed and there is none
     * @throws IOException as the call throws
     */
    ClassicHttpResponse run(ClassicHttpRequest request, Listeners listeners, HttpCall call) throws IOException {
        Asked asked = asked(request);
        long start = time.nanoTime();
        ClassicHttpResponse response;
        try {
            response = call.run();
        } catch (UpstreamException e) {
            ClassicHttpResponse kept =
                    find(asked, listeners, "error=" + e.type().token(), String.valueOf(e.getMessage()));
            if (kept == null) {
                throw e;
            }
            return kept;
        }
        if (ERRORS.contains(response.getCode())) {
            String status = "received-status=" + response.getCode();
            ClassicHttpResponse kept = find(asked, listeners, status, "status " + response.getCode());
            if (kept != null) {
                response.close();
                return kept;
            }
            return response;
        }
        keep(asked, response, start);
        return response;
    }

    private static Asked asked(ClassicHttpRequest request) {
        Header host = request.getFirstHeader("Host");
        return new Asked(
                request.getMethod(),
                host == null ? "" : String.valueOf(host.getValue()),
                Objects.requireNonNullElse(request.getPath(), "/"),
                fields(request));
    }

    private static Fields fields(HttpMessage message) {
        return name -> Arrays.stream(message.getHeaders(name))
                .map(header -> Objects.requireNonNullElse(header.getValue(), ""))
                .toList();
    }

    private void keep(Asked asked, ClassicHttpResponse response, long start) {
        Exchanged exchanged =
                new Exchanged(asked, response.getCode(), fields(response), start, time.nanoTime(), time.instant());
        if (store.wants(exchanged)) {
            HttpEntity entity = response.getEntity();
            byte[] body = entity instanceof ResponseEntity own ? own.whole() : NOTHING;
            if (body != null) {
                KeptResponse kept = KeptResponse.of(response, body);
                store.offer(exchanged.with(kept.fields()), kept, kept.bytes());
            }
        }
    }

    private @Nullable ClassicHttpResponse find(Asked asked, Listeners listeners, String error, String why) {
        Optional<ResponseStore.Found<KeptResponse>> found = store.find(asked, time.nanoTime());
        if (found.isEmpty()) {
            return null;
        }
        Duration age = found.get().age();
        listeners.staleServed(upstream, age);
        long now = time.nanoTime();
        long next = logNextNanos.get();
        if (now - next >= 0 && logNextNanos.compareAndSet(next, now + LOG_INTERVAL_NANOS)) {
            LOG.warn("{}: the last good response, {} s old, in place of a failure: {}", upstream, age.toSeconds(), why);
        }
        return found.get().response().again(asked.method(), upstream, found.get(), error);
    }
}
