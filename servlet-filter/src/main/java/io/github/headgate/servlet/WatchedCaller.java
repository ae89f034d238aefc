package io.github.headgate.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The caller of one call that is under way. The watch looks at it, and the thread of the call ends that: after
 * {@link #end()} nothing of the request is touched any more. Thread-safe for these two.
 */
final class WatchedCaller {
    private final HttpServletRequest request;
    private final @Nullable CallerBody body;
    private final CancellableRequest outbound;
    private @Nullable SocketChannel channel;
    private boolean isSlow;
    private boolean isWatched = true;
    private boolean isGone;

    /**
     * @param body the request's; null if it has none
     * @param outbound what is cancelled when the caller has gone
     */
    WatchedCaller(HttpServletRequest request, @Nullable CallerBody body, CancellableRequest outbound) {
        this.request = request;
        this.body = body;
        this.outbound = outbound;
    }

    /**
     * Looks whether the caller is still there, but not the first time: most calls are over by the second. While the body is
     * being read the container would see it first, and two that read one socket could take each other's bytes.
     */
    synchronized void look(ClientChannels channels, SocketPeek peek, boolean isFinEnough) {
        if (!isSlow) {
            isSlow = true;
            channel = isWatched ? channels.of(request) : null;
            isWatched = channel != null;
            return;
        }
        if (!isWatched || channel == null || (body != null && !body.isRead())) {
            return;
        }
        SocketPeek.Sight sight = peek.look(channel);
        if (sight == SocketPeek.Sight.RST || (sight == SocketPeek.Sight.FIN && isFinEnough)) {
            isGone = true;
            isWatched = false;
            outbound.cancel();
        }
    }

    /** Ends the watch. Returns whether the caller has gone, and the call was cancelled. */
    synchronized boolean end() {
        isWatched = false;
        return isGone;
    }
}
