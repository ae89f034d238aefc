package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.stored.Exchanged.Asked;
import io.github.headgate.stored.ResponseStore;
import io.github.headgate.stored.ResponseStore.Found;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a stored response in place of a failure (RFC 5861 §4), and says so: to the caller, to listeners, and now and then in the log. Thread-safe. */
final class StaleIfError {
    private static final Logger LOG = LoggerFactory.getLogger(Headgate.class);
    private static final long LOG_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String upstream;
    private final ResponseStore<KeptResponse> store;
    private final TimeSource time;
    private final AtomicLong logNextNanos;

    StaleIfError(String upstream, ResponseStore<KeptResponse> store, TimeSource time) {
        this.upstream = upstream;
        this.store = store;
        this.time = time;
        this.logNextNanos = new AtomicLong(time.nanoTime());
    }

    /** The response to be given; null if none is stored that may be. */
    @Nullable
    ClassicHttpResponse insteadOf(Mishap mishap, Asked asked, Listeners listeners) {
        Found<KeptResponse> found = store.find(asked, time.nanoTime()).orElse(null);
        if (found == null) {
            return null;
        }
        listeners.staleServed(upstream, found.age());
        log(mishap, found);
        ClassicHttpResponse response =
                found.response().again(asked.method(), found.ageSeconds(), CacheStatus.insteadOfFailure(found));
        response.addHeader("Proxy-Status", mishap.proxyStatus(upstream));
        return response;
    }

    private void log(Mishap mishap, Found<KeptResponse> found) {
        long now = time.nanoTime();
        long next = logNextNanos.get();
        if (now - next >= 0 && logNextNanos.compareAndSet(next, now + LOG_INTERVAL_NANOS)) {
            LOG.warn(
                    "{}: the last good response, {} s old, in place of a failure: {}",
                    upstream,
                    found.age().toSeconds(),
                    mishap.why());
        }
    }
}
