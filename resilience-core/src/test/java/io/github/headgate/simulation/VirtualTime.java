package io.github.headgate.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Time that jumps from event to event, for code that blocks. Work runs on threads of its own, of which exactly one runs at any
 * moment: whoever waits runs the events that come next until one of them is for another thread, and passes on to that. Events
 * of the same instant run in the order in which they were asked for, so that every run is the same.
 *
 * <p>Used by the thread that made it and by those that it starts.
 */
final class VirtualTime implements AutoCloseable {
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final Worker owner = new Worker(this, Thread.currentThread());
    private @Nullable Worker current = owner;
    private @Nullable Throwable failure;
    private long nowNanos;
    private long untilNanos;
    private long eventsMade;

    long now() {
        return nowNanos;
    }

    /** Does something that does not wait. */
    Event at(long nanos, Runnable action) {
        return add(new Event(nanos, ++eventsMade, action, false, null));
    }

    /** Begins work that may wait. */
    Event workAt(long nanos, Runnable work) {
        return add(new Event(nanos, ++eventsMade, work, true, null));
    }

    /** Goes on with work that waits. */
    void resumeAt(long nanos, Worker waiting) {
        add(new Event(nanos, ++eventsMade, null, false, waiting));
    }

    private Event add(Event event) {
        events.add(event);
        return event;
    }

    /** Waits; only within work. */
    void sleepUntil(long nanos) {
        resumeAt(nanos, current());
        await();
    }

    /** Waits for an event that resumes the current worker; only within work. */
    void await() {
        runEvents(current(), false);
    }

    /** Whose work is running. */
    Worker current() {
        if (current == null || current == owner) {
            throw new IllegalStateException("only work may wait");
        }
        return current;
    }

    /** Runs until no event is left or the next one is later than this. */
    void runUntil(long nanos) {
        untilNanos = nanos;
        runEvents(owner, false);
        if (failure != null) {
            throw new IllegalStateException("work failed at " + nowNanos + " ns", failure);
        }
    }

    void failed(Throwable thrown) {
        failure = thrown;
    }

    /** Runs events until one is for this worker; returns what it is to do, null if it is to go on where it was. */
    @Nullable
    Runnable runEvents(Worker self, boolean isIdle) {
        while (true) {
            Event event = next();
            Worker worker = owner;
            if (event != null) {
                nowNanos = Math.max(nowNanos, event.atNanos());
                if (event.isAction()) {
                    act(event);
                    continue;
                }
                worker = event.worker() == null ? workerFor(event, isIdle ? self : idle.poll()) : event.worker();
            }
            current = worker;
            if (worker != self) {
                if (isIdle) {
                    idle.push(self);
                }
                worker.goOn();
                self.await();
            }
            return self.takeWork();
        }
    }

    private @Nullable Event next() {
        Event event = events.peek();
        while (event != null && event.isCancelled()) {
            events.remove();
            event = events.peek();
        }
        return event == null || failure != null || event.atNanos() > untilNanos ? null : events.remove();
    }

    private Worker workerFor(Event event, @Nullable Worker free) {
        Worker worker = free == null ? Worker.started(this) : free;
        worker.give(event.take());
        return worker;
    }

    private void act(Event event) {
        current = null;
        try {
            event.take().run();
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    /** Ends the threads that have no work. */
    @Override
    public void close() {
        idle.forEach(Worker::goOn);
        idle.clear();
    }
}
