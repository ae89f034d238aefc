package io.github.headgate.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;
import java.util.concurrent.atomic.AtomicInteger;

/** The requests under way, up to a limit. Thread-safe; nobody waits. */
final class InFlight {
    private final int most;
    private final AtomicInteger count = new AtomicInteger();

    /**
     * @param most the limit; 0 for none: then nothing is counted
     */
    InFlight(int most) {
        this.most = most;
    }

    int count() {
        return count.get();
    }

    /** Takes a place if there is one. */
    boolean enter() {
        if (most == 0) {
            return true;
        }
        int busy = count.get();
        while (busy < most && !count.compareAndSet(busy, busy + 1)) {
            busy = count.get();
        }
        return busy < most;
    }

    /** Gives the place back: now, or when the response is done if that is asynchronous. */
    void leave(ServletRequest request) {
        if (most == 0) {
            return;
        }
        if (request.isAsyncStarted()) {
            try {
                request.getAsyncContext().addListener(new Ended());
                return;
            } catch (IllegalStateException e) {
                // it was completed meanwhile
            }
        }
        count.decrementAndGet();
    }

    private final class Ended implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            count.decrementAndGet();
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        /* A new round forgets its listeners. */
        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
