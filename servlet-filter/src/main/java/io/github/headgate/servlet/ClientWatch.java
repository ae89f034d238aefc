package io.github.headgate.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Watches over the callers of calls that are under way: whoever has gone gets no answer, and the call for it is cancelled. A call
 * that is over before the second look costs an entry in a set. Thread-safe.
 */
final class ClientWatch implements Closeable {
    /** A caller's leaving is seen within two of them. */
    static final Duration PERIOD = Duration.ofMillis(250);

    private final boolean isFinEnough;
    private final ClientChannels channels = new ClientChannels();
    private final SocketPeek peek = new SocketPeek();
    private final Set<WatchedCaller> callers = ConcurrentHashMap.newKeySet();
    private final LongAdder gone = new LongAdder();
    private final WatchThread thread;

    /**
     * @param isFinEnough whether a caller that sends nothing more has gone, or only one that resets the connection
     * @param period between two looks
     */
    ClientWatch(boolean isFinEnough, Duration period) {
        this.isFinEnough = isFinEnough;
        this.thread = new WatchThread("headgate-client-watch", this::look, period);
    }

    /** A call, to its response head. */
    interface Exchange {
        /**
         * Makes it.
         *
         * @throws IOException if it failed, or was cancelled
         */
        ClassicHttpResponse run() throws IOException;
    }

    /**
     * Makes a call while its caller is watched.
     *
     * @param body the request's; null if it has none
     * @param outbound the request of the call
     * @throws CallerLeftException if the caller has gone
     * @throws IOException as the call throws
     */
    ClassicHttpResponse watch(
            HttpServletRequest request, @Nullable CallerBody body, CancellableRequest outbound, Exchange call)
            throws IOException {
        WatchedCaller caller = new WatchedCaller(request, body, outbound);
        callers.add(caller);
        thread.start();
        try {
            ClassicHttpResponse answer = call.run();
            if (!caller.end()) {
                return answer;
            }
            answer.close();
            throw new CallerLeftException(null);
        } catch (IOException e) {
            throw caller.end() && !(e instanceof CallerLeftException) ? new CallerLeftException(e) : e;
        } finally {
            callers.remove(caller);
            if (caller.end()) {
                gone.increment();
            }
        }
    }

    /** Looks once at every caller. */
    synchronized void look() {
        for (WatchedCaller caller : callers) {
            caller.look(channels, peek, isFinEnough);
        }
    }

    /** How many have gone so far. */
    long gone() {
        return gone.sum();
    }

    /** Nobody is watched any more, until {@link #open()}. */
    @Override
    public void close() {
        thread.close();
        closePeek();
    }

    private synchronized void closePeek() {
        peek.close();
    }

    /** As it was when it was new. */
    void open() {
        thread.open();
    }
}
