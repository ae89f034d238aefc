package io.github.headgate.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The requests under way, up to a limit. Thread-safe; nobody waits. */
final class InFlight {
    private final int most;
    private final AtomicInteger count = new AtomicInteger();

    /**
     * @param most the limit
     */
    InFlight(int most) {
        this.most = most;
    }

    int count() {
        return count.get();
    }

    /** Takes a place; null if there is none. */
    @Nullable
    Place enter() {
        int busy = count.get();
        while (busy < most) {
            if (count.compareAndSet(busy, busy + 1)) {
                return new Place();
            }
            busy = count.get();
        }
        return null;
    }

    /** A place, given back once. */
    final class Place implements AsyncListener {
        private final AtomicBoolean isTaken = new AtomicBoolean(true);
        private volatile boolean isAsync;

        /** From now on it is given back when the response is done. */
        void untilComplete() {
            isAsync = true;
        }

        /** The application has returned from a request: gives it back, unless the response goes on without it. */
        void returned() {
            if (!isAsync) {
                giveBack();
            }
        }

        /** The application has returned from an asynchronous dispatch. */
        void returnedAgain(boolean isAsyncStarted) {
            if (!isAsyncStarted) {
                giveBack();
            }
        }

        private void giveBack() {
            if (isTaken.getAndSet(false)) {
                count.decrementAndGet();
            }
        }

        @Override
        public void onComplete(AsyncEvent event) {
            giveBack();
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
