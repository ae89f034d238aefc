package io.github.headgate.simulation;

import java.io.IOException;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt waits for: a place, a connection, an answer, one after the other. Each wait ends once, by what it waited for
 * or by a fault; when the gateway itself closes the connection, that is the end of this one and of all that would follow.
 */
final class Waiting {
    /** A status, and how long it asks to be left alone. */
    record Answer(int status, int retryAfterSeconds) {
        static final Answer NONE = new Answer(0, 0);
    }

    private final VirtualTime time;
    private boolean isOver;
    private boolean isClosed;
    private long overAtNanos;
    private Answer answer = Answer.NONE;
    private @Nullable IOException fault;
    private @Nullable Worker worker;

    Waiting(VirtualTime time) {
        this.time = time;
    }

    /** It came, and the gateway sees it after this time; returns whether it was still waited for. */
    boolean succeeded(Answer received, long afterNanos) {
        return over(received, null, afterNanos);
    }

    /** It failed, and the gateway sees that after this time. */
    void failed(IOException thrown, long afterNanos) {
        over(Answer.NONE, thrown, afterNanos);
    }

    /** The gateway closes the connection. What has come by then is still taken. */
    void close() {
        over(Answer.NONE, new SocketException("Socket closed"), 0);
        isClosed = true;
    }

    private boolean over(Answer received, @Nullable IOException thrown, long afterNanos) {
        if (isOver || isClosed) {
            return false;
        }
        isOver = true;
        answer = received;
        fault = thrown;
        overAtNanos = time.now() + afterNanos;
        if (worker != null) {
            time.resumeAt(overAtNanos, worker);
        }
        return true;
    }

    /** Waits until it is over. */
    Answer await() throws IOException {
        if (isOver) {
            time.sleepUntil(overAtNanos);
        } else if (isClosed) {
            throw new SocketException("Socket closed");
        } else {
            worker = time.current();
            time.await();
        }
        worker = null;
        isOver = false;
        if (fault != null) {
            throw fault;
        }
        return answer;
    }
}
