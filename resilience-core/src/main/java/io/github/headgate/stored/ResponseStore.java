package io.github.headgate.stored;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;

/**
 * The last good responses of one upstream, within a limit of bytes. Thread-safe.
 *
 * @param <R> how the caller keeps a response
 */
public final class ResponseStore<R> {
    private final Duration staleIfError;
    private final Cache<String, Variants<R>> responses;

    /**
     * A response that may be given in place of a failure.
     *
     * @param response as it was kept
     * @param age how old it is
     * @param isStale whether it is older than it was meant to get
     */
    public record Found<R>(R response, Duration age, boolean isStale) {
        /** The age in whole seconds, as the field {@code Age} tells it. */
        public long ageSeconds() {
            return Freshness.seconds(age);
        }
    }

    /**
     * @param staleIfError how long a response may be stale that does not say so itself
     * @param maxBytes of all that is kept, about
     */
    public ResponseStore(Duration staleIfError, long maxBytes) {
        this.staleIfError = staleIfError;
        this.responses = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((String key, Variants<R> variants) -> key.length() + variants.bytes())
                .executor(Runnable::run) // no thread of ours, and none that would outlive a web application
                .build();
    }

    /**
     * Keeps a response if others may get it, and forgets those that a request has changed (RFC 9111 §4.4).
     *
     * @param bytes the size of the response
     */
    public void offer(Exchanged exchanged, R response, int bytes) {
        if (Storing.permits(exchanged)) {
            Stored<R> added = new Stored<>(response, exchanged, bytes);
            responses
                    .asMap()
                    .compute(exchanged.request().key(), (key, before) -> Variants.with(before, exchanged, added));
        } else if (changes(exchanged)) {
            responses.invalidate(exchanged.request().key());
        }
    }

    /** Whether {@link #offer} would do anything with it. */
    public boolean wants(Exchanged exchanged) {
        return Storing.permits(exchanged) || changes(exchanged);
    }

    private static boolean changes(Exchanged exchanged) {
        return !exchanged.request().isSafe() && exchanged.status() >= 200 && exchanged.status() < 400;
    }

    /** The response to give to this request in place of a failure, if there is one that may be given. */
    public Optional<Found<R>> find(Exchanged.Asked request, long nowNanos) {
        Variants<R> variants = request.isRead() ? responses.getIfPresent(request.key()) : null;
        Stored<R> stored = variants == null ? null : variants.find(request.fields());
        if (stored == null || !stored.permits(request.fields(), nowNanos, staleIfError)) {
            return Optional.empty();
        }
        return Optional.of(new Found<>(stored.response(), stored.age(nowNanos), stored.isStale(nowNanos)));
    }
}
