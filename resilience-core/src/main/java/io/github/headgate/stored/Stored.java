package io.github.headgate.stored;

import java.time.Duration;

/**
 * A response in the store. Immutable; what it holds is the caller's own and not to be changed.
 *
 * @param <R> how the caller keeps a response
 */
final class Stored<R> {
    /* Of the objects around it, about. */
    private static final int OVERHEAD_BYTES = 500;

    private final R response;
    private final Fields fields;
    private final Freshness freshness;
    private final int bytes;

    Stored(R response, Exchanged exchanged, int bytes) {
        this.response = response;
        this.fields = exchanged.fields();
        this.freshness = Freshness.of(exchanged);
        this.bytes = bytes + OVERHEAD_BYTES;
    }

    int bytes() {
        return bytes;
    }

    ResponseStore.Found<R> found(long nowNanos) {
        return ResponseStore.Found.of(response, freshness, nowNanos);
    }

    /** Whether it says that it is for everybody, whoever asked. */
    boolean isPublic() {
        return CacheControl.of(fields).has("public");
    }

    boolean permits(Fields request, long nowNanos, Duration setting) {
        return StaleUse.permits(request, fields, freshness.staleness(nowNanos), setting);
    }

    boolean permitsMeanwhile(Fields request, long nowNanos, Duration setting) {
        return StaleUse.permitsMeanwhile(request, fields, freshness, nowNanos, setting);
    }
}
