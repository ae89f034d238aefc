package io.github.headgate.servlet;

import io.github.headgate.retry.Deadline;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The requests under way, up to a limit, until nobody may enter any more. Thread-safe; whoever enters or leaves does not wait. */
final class InFlight {
    private static final int CLOSED = Integer.MIN_VALUE;

    private final IntSupplier most;
    private final LongSupplier nanoClock;
    /* The count, and CLOSED as its sign: so nobody enters unseen while it is closed. */
    private final AtomicInteger state = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /**
     * @param most the limit, which may change
     * @param nanoClock monotonic time in nanoseconds
     */
    InFlight(IntSupplier most, LongSupplier nanoClock) {
        this.most = most;
        this.nanoClock = nanoClock;
    }

    int count() {
        return state.get() & ~CLOSED;
    }

    int limit() {
        return most.getAsInt();
    }

    boolean isClosed() {
        return state.get() < 0;
    }

    /** Takes a place; null if there is none, or it is closed. */
    @Nullable
    Place enter() {
        int busy = state.get();
        while (busy >= 0 && busy < most.getAsInt()) {
            if (state.compareAndSet(busy, busy + 1)) {
                return new Place();
            }
            busy = state.get();
        }
        return null;
    }

    /** From now on nobody enters. */
    void close() {
        state.getAndUpdate(now -> now | CLOSED);
    }

    /** Lets enter again, and lets go whoever waits for the end. */
    void open() {
        state.getAndUpdate(now -> now & ~CLOSED);
        tell();
    }

    /**
     * Waits until nobody is left.
     *
     * @return false if the time is over, or it was opened, before that
     * @throws InterruptedException if the thread is interrupted before or while waiting
     */
    boolean awaitEmpty(Duration timeout) throws InterruptedException {
        Deadline deadline = Deadline.after(timeout, nanoClock.getAsLong());
        lock.lockInterruptibly();
        try {
            while (isClosed() && count() > 0) {
                long left = deadline.leftNanos(nanoClock.getAsLong());
                if (left <= 0) {
                    return false;
                }
                changed.awaitNanos(left);
            }
            return isClosed();
        } finally {
            lock.unlock();
        }
    }

    private void leave() {
        if (state.decrementAndGet() == CLOSED) {
            tell();
        }
    }

    private void tell() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A place, given back once. */
    final class Place implements AsyncListener {
        private final AtomicBoolean isTaken = new AtomicBoolean(true);
        private RequestLimit.@Nullable Measurement measurement;
        private volatile boolean isAsync;
        private volatile boolean hasFailed;

        /** How long it is taken counts; to be said before the application is asked. */
        void measure(RequestLimit.Measurement begun) {
            measurement = begun;
        }

        /** From now on it is given back when the response is done. */
        void untilComplete() {
            isAsync = true;
        }

        /** Nobody knows the answer: the application has thrown, or the connection has failed. */
        void failed() {
            hasFailed = true;
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
                try {
                    if (measurement != null && !hasFailed) {
                        measurement.end();
                    }
                } finally {
                    leave();
                }
            }
        }

        @Override
        public void onComplete(AsyncEvent event) {
            giveBack();
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {
            failed();
        }

        /* A new round forgets its listeners. */
        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
