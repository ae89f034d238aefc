package io.github.headgate;

import io.github.headgate.CallTracer.AttemptSpan;
import io.github.headgate.failure.ExchangePhase;
import io.github.headgate.retry.Deadline;
import io.github.headgate.upstream.Endpoint;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with one endpoint while it is under way: how far it has come, and how to stop it. The thread of the call moves
 * it on and ends it; the timer's thread may abort it. Thread-safe for these two.
 */
final class Attempt {
    private static final int RUNNING = 0;
    private static final int ABORTING = 1;
    private static final int ABORTED = 2;
    private static final int ENDED = 3;

    private final int number;
    private final Endpoint endpoint;
    private final long startNanos;
    private final long connectLimitNanos;
    private final long headLimitNanos;
    private final Deadline deadline;
    private final AttemptSpan span;
    private final AtomicInteger status = new AtomicInteger(RUNNING);
    private volatile ExchangePhase phase = ExchangePhase.CONNECTING;
    private volatile boolean isAwaitingConnection;
    private volatile boolean hasFoundNoConnection;
    private volatile boolean isOnReusedConnection;
    private volatile boolean isCancelled;
    private volatile boolean isLost;
    private volatile @Nullable Runnable stop;
    private volatile @Nullable Upload upload;

    /**
     * @param connectLimitNanos the instant by which it must be connected
     * @param headLimitNanos the instant by which the response head must be complete
     * @param deadline the call's; a body that is read before the caller sees it must be there by then
     * @param span ended by its lease
     */
    Attempt(
            int number,
            Endpoint endpoint,
            long startNanos,
            long connectLimitNanos,
            long headLimitNanos,
            Deadline deadline,
            AttemptSpan span) {
        this.number = number;
        this.endpoint = endpoint;
        this.startNanos = startNanos;
        this.connectLimitNanos = connectLimitNanos;
        this.headLimitNanos = headLimitNanos;
        this.deadline = deadline;
        this.span = span;
    }

    AttemptSpan span() {
        return span;
    }

    int number() {
        return number;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    long startNanos() {
        return startNanos;
    }

    /** The call's deadline, later by the time that a streamed request body has taken. */
    Deadline deadline() {
        return new Deadline(deadline.atNanos() + uploadNanos());
    }

    /** The nanoseconds that the endpoint has to answer. */
    long leftNanos(long nowNanos) {
        return headLimitNanos - nowNanos;
    }

    /** The instant at which the time is up, as far as can be said now: by then it may be a later one. */
    long limitNanos(long nowNanos) {
        Upload current = upload;
        if (current != null && current.isUnderWay()) {
            return current.limitNanos(nowNanos, headLimitNanos - startNanos);
        }
        if (isConnectLimited()) {
            return connectLimitNanos;
        }
        return phase == ExchangePhase.READING_BODY ? deadline().atNanos() : headLimitNanos + uploadNanos();
    }

    /** Whether it has not come further than connecting, which must not take all of the time that is left. */
    boolean isConnectLimited() {
        return phase == ExchangePhase.CONNECTING && connectLimitNanos - headLimitNanos < 0;
    }

    private long uploadNanos() {
        Upload current = upload;
        return current == null ? 0 : current.tookNanos();
    }

    /** A request body that is streamed begins to be sent. */
    void uploads(Upload begun) {
        upload = begun;
    }

    /** Whether a streamed request body is being sent. */
    boolean isUploading() {
        Upload current = upload;
        return current != null && current.isUnderWay();
    }

    boolean isRunning() {
        return status.get() == RUNNING;
    }

    ExchangePhase phase() {
        return phase;
    }

    boolean isOnReusedConnection() {
        return isOnReusedConnection;
    }

    /** Whether all its time so far went by without a connection, kept or to be made. */
    boolean isAwaitingConnection() {
        return isAwaitingConnection;
    }

    /** It is about to take a connection, and waits for one if there are as many as are allowed. */
    void awaitingConnection() {
        isAwaitingConnection = true;
    }

    /** Whether it has waited in vain: all connections are in use. */
    boolean hasFoundNoConnection() {
        return hasFoundNoConnection;
    }

    /** It has waited in vain: all connections are in use. */
    void foundNoConnection() {
        hasFoundNoConnection = true;
    }

    /** It makes a connection. */
    void connecting() {
        isAwaitingConnection = false;
    }

    /** From now on the endpoint may see the request. */
    void exchanging(boolean onReusedConnection) {
        isAwaitingConnection = false;
        isOnReusedConnection = onReusedConnection;
        phase = ExchangePhase.EXCHANGING;
    }

    /** The response head is complete. */
    void readingBody() {
        phase = ExchangePhase.READING_BODY;
    }

    /** How to stop the exchange; done at once if the time was up before. */
    void stopBy(Runnable how) {
        stop = how;
        if (awaitStatus() == ABORTED) {
            how.run();
        }
    }

    /** Stops the exchange, unless it has ended. */
    void abort() {
        if (status.compareAndSet(RUNNING, ABORTING)) {
            try {
                closeConnection();
            } finally {
                status.set(ABORTED);
            }
        }
    }

    /** Stops the exchange because the application wants no answer any more; also the reading of a body that goes on after the end. */
    void cancel() {
        isCancelled = true;
        abort();
        if (awaitStatus() == ENDED) {
            closeConnection();
        }
    }

    /** Stops the exchange because another attempt of the same call has won, unless it has ended. */
    void lose() {
        isLost = true;
        abort();
    }

    /** Whether another attempt of the same call has won. */
    boolean isLost() {
        return isLost;
    }

    /** What to tell an application that has ended the exchange itself; null if it was not the application. */
    @Nullable
    InterruptedIOException endedByCaller(@Nullable Throwable thrown) {
        if (isCancelled) {
            return new RequestFailedException("cancelled by the application", thrown);
        }
        if (Thread.currentThread().isInterrupted()) {
            InterruptedIOException interrupted =
                    new InterruptedIOException("interrupted while waiting for the upstream");
            interrupted.initCause(thrown);
            return interrupted;
        }
        return null;
    }

    /** Closes the connection, also after the end. */
    void closeConnection() {
        Runnable how = stop;
        if (how != null) {
            how.run();
        }
    }

    /** Ends the attempt: after this it is not stopped any more. Returns whether it was. */
    boolean end() {
        return !status.compareAndSet(RUNNING, ENDED) && awaitStatus() == ABORTED;
    }

    /* Aborting is closing a socket: microseconds. */
    private int awaitStatus() {
        int now = status.get();
        while (now == ABORTING) {
            Thread.onSpinWait();
            now = status.get();
        }
        return now;
    }
}
