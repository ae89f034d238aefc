package io.github.headgate.stored;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last good responses of one upstream, within a limit of bytes. Thread-safe.
 *
 * @param <R> how the caller keeps a response
 */
public final class ResponseStore<R> {
    private final Duration staleIfError;
    private final Cache<String, Variants<R>> responses;

    /**
     * A response that may be given to a request that it was no answer to.
     *
     * @param response as it was kept
     * @param age how old it is
     * @param staleness for how long it has been stale; negative while it is fresh
     */
    public record Found<R>(R response, Duration age, Duration staleness) {
        static <R> Found<R> of(R response, Freshness freshness, long nowNanos) {
            return new Found<>(response, freshness.age(nowNanos), freshness.staleness(nowNanos));
        }

        /** The age in whole seconds, as the field {@code Age} tells it. */
        public long ageSeconds() {
            return Freshness.seconds(age);
        }

        /** Whether it is older than it was meant to get. */
        public boolean isStale() {
            return !staleness.isNegative();
        }

        /** How long it is fresh in whole seconds, as {@code ttl} tells it (RFC 9211 §2.4); negative if it is stale. */
        public long ttlSeconds() {
            return staleness.negated().toSeconds();
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
            forget(exchanged.request());
        }
    }

    /** Whether {@link #offer} would do anything with it. */
    public boolean wants(Exchanged exchanged) {
        return Storing.permits(exchanged) || changes(exchanged);
    }

    private static boolean changes(Exchanged exchanged) {
        return !exchanged.request().isSafe() && exchanged.status() >= 200 && exchanged.status() < 400;
    }

    /** Forgets all that is kept of the resource that this request is for. */
    public void forget(Exchanged.Asked request) {
        responses.invalidate(request.key());
    }

    /** The response to give to this request in place of a failure, if there is one that may be given. */
    public Optional<Found<R>> find(Exchanged.Asked request, long nowNanos) {
        Stored<R> stored = request.isRead() ? stored(request) : null;
        return stored != null && stored.permits(request.fields(), nowNanos, staleIfError)
                ? Optional.of(stored.found(nowNanos))
                : Optional.empty();
    }

    /** The response to give to this request while another for the same is under way, if there is one that may be given. */
    public Optional<Found<R>> findMeanwhile(Exchanged.Asked request, long nowNanos) {
        Stored<R> stored = request.isRead() ? stored(request) : null;
        return stored != null && stored.permitsMeanwhile(request.fields(), nowNanos, staleIfError)
                ? Optional.of(stored.found(nowNanos))
                : Optional.empty();
    }

    /** What requests must have in common with this one to share its response; empty if it shares none. */
    public Optional<Alike> alike(Exchanged.Asked request) {
        Variants<R> known = request.isRead() ? responses.getIfPresent(request.key()) : null;
        Stored<R> stored = known == null ? null : known.find(request.fields());
        if (!Sharing.isOpen(request, stored != null && stored.isPublic())) {
            return Optional.empty();
        }
        Vary vary = known == null ? Sharing.NEGOTIATED : known.vary();
        return Optional.of(
                new Alike(request.method(), request.key(), Storing.isPersonal(request), vary.values(request.fields())));
    }

    private @Nullable Stored<R> stored(Exchanged.Asked request) {
        Variants<R> variants = responses.getIfPresent(request.key());
        return variants == null ? null : variants.find(request.fields());
    }
}
