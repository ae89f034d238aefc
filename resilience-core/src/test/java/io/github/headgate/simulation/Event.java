package io.github.headgate.simulation;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something that happens at an instant: an action, the beginning of work, or the end of a wait. */
final class Event implements Comparable<Event> {
    private final long atNanos;
    private final long number;
    private final boolean isWork;
    private final @Nullable Worker worker;
    private @Nullable Runnable action;

    /**
     * @param number orders events of the same instant
     * @param action what to do; null if a worker goes on
     * @param isWork whether that may wait
     * @param worker who goes on; null if there is something to do
     */
    Event(long atNanos, long number, @Nullable Runnable action, boolean isWork, @Nullable Worker worker) {
        this.atNanos = atNanos;
        this.number = number;
        this.action = action;
        this.isWork = isWork;
        this.worker = worker;
    }

    long atNanos() {
        return atNanos;
    }

    @Nullable
    Worker worker() {
        return worker;
    }

    boolean isAction() {
        return worker == null && !isWork;
    }

    /** Takes it back; what it would have done is forgotten at once. */
    void cancel() {
        action = null;
    }

    boolean isCancelled() {
        return worker == null && action == null;
    }

    Runnable take() {
        Runnable taken = Objects.requireNonNull(action);
        action = null;
        return taken;
    }

    @Override
    public int compareTo(Event other) {
        return atNanos == other.atNanos ? Long.compare(number, other.number) : Long.compare(atNanos, other.atNanos);
    }
}
