package io.github.headgate;

import io.github.headgate.retry.Deadline;
import io.github.headgate.retry.TimeSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long whoever called this application is going to wait: calls that the application makes on the same thread end by then. To
 * be opened where a request comes in, and closed where it has been answered.
 *
 * <pre>{@code
 * try (InboundDeadline waiting = InboundDeadline.in(left)) {
 *     …
 * }
 * }</pre>
 */
public final class InboundDeadline implements AutoCloseable {
    private static final ThreadLocal<@Nullable Deadline> CURRENT = new ThreadLocal<>();

    private final @Nullable Deadline outer;

    private InboundDeadline(@Nullable Deadline outer) {
        this.outer = outer;
    }

    /** Whoever waits does so for this long; a deadline that the thread has already is kept if it is earlier. */
    public static InboundDeadline in(Duration left) {
        Deadline outer = CURRENT.get();
        Deadline own = Deadline.after(left, TimeSource.system().nanoTime());
        CURRENT.set(outer == null ? own : own.earlier(outer));
        return new InboundDeadline(outer);
    }

    /** That of this thread; null for none. */
    static @Nullable Deadline current() {
        return CURRENT.get();
    }

    /** The thread is what it was before. */
    @Override
    public void close() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }
}
