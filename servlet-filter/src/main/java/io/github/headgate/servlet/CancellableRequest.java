package io.github.headgate.servlet;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/** A request whose call another thread may end: whichever attempt is under way, and each one that would follow. */
final class CancellableRequest extends BasicClassicHttpRequest implements CancellableDependency {
    private static final long serialVersionUID = 1L;
    private static final Cancellable CANCELLED = () -> false;

    private final transient AtomicReference<@Nullable Cancellable> underWay = new AtomicReference<>();

    /**
     * @param target path and query, sent as they are
     */
    CancellableRequest(String method, String target) {
        // this constructor takes the target as it is; the others would read "//x/y" as a host and a path
        super(method, null, null, target);
    }

    @Override
    public void setDependency(Cancellable attempt) {
        Cancellable before = underWay.getAndUpdate(now -> now == CANCELLED ? now : attempt);
        if (before == CANCELLED) {
            attempt.cancel();
        }
    }

    @Override
    public boolean isCancelled() {
        return underWay.get() == CANCELLED;
    }

    @Override
    public boolean cancel() {
        Cancellable before = underWay.getAndSet(CANCELLED);
        if (before != null) {
            before.cancel();
        }
        return before != CANCELLED;
    }
}
