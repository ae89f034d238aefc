package io.github.headgate.stored;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A response that has just come, for those who asked for the same meanwhile. Immutable.
 *
 * @param <R> how the caller keeps a response
 */
public final class Shared<R> {
    private final R response;
    private final Freshness freshness;
    private final Vary vary;
    private final List<String> values;
    private final boolean isPublic;

    private Shared(Exchanged exchanged, R response) {
        this.response = response;
        this.freshness = Freshness.of(exchanged);
        this.vary = Vary.of(exchanged.fields());
        this.values = vary.values(exchanged.request().fields());
        this.isPublic = CacheControl.of(exchanged.fields()).has("public");
    }

    /** Null if this response is for nobody else. */
    public static <R> @Nullable Shared<R> of(Exchanged exchanged, R response) {
        return isPermitted(exchanged) ? new Shared<>(exchanged, response) : null;
    }

    /** Whether such a response may be given to anybody but whoever asked for it. */
    public static boolean isPermitted(Exchanged exchanged) {
        return Sharing.permits(exchanged);
    }

    /** The response for a request that is {@link Alike}; empty if it must be sent after all. */
    public Optional<ResponseStore.Found<R>> find(Exchanged.Asked request, long nowNanos) {
        boolean isForIt = isPublic || !Storing.isPersonal(request);
        boolean isSelected = vary.values(request.fields()).equals(values);
        return isForIt && isSelected && Sharing.accepts(request.fields(), freshness, nowNanos)
                ? Optional.of(ResponseStore.Found.of(response, freshness, nowNanos))
                : Optional.empty();
    }
}
