package io.github.headgate.servlet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Whether it is time to take no requests. Thread-safe; the file is looked for once in a second at the most. */
final class Maintenance {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final @Nullable Path file;
    private final LongSupplier nanoClock;
    private volatile boolean byHand;
    private volatile boolean byFile;
    private volatile long lookNextNanos;

    /**
     * @param file its name; empty for none
     * @param nanoClock monotonic time in nanoseconds
     */
    Maintenance(String file, LongSupplier nanoClock) {
        this.file = file.isEmpty() ? null : Path.of(file);
        this.nanoClock = nanoClock;
        this.lookNextNanos = nanoClock.getAsLong();
    }

    void set(boolean isOn) {
        byHand = isOn;
    }

    boolean isOn() {
        if (file != null) {
            look(file);
        }
        return byHand || byFile;
    }

    private void look(Path wanted) {
        long now = nanoClock.getAsLong();
        if (now - lookNextNanos >= 0) {
            lookNextNanos = now + LOOK_NANOS;
            byFile = Files.exists(wanted);
        }
    }
}
