package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/** Time that moves only when it is told to, or when somebody sleeps. Thread-safe. */
public final class FakeTime implements TimeSource {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong nanos = new AtomicLong();
    private volatile DoubleSupplier random = () -> 0.5;

    public void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    public void random(DoubleSupplier chance) {
        this.random = chance;
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public Instant instant() {
        return START.plusNanos(nanos.get());
    }

    @Override
    public void sleepNanos(long duration) {
        nanos.addAndGet(duration);
    }

    @Override
    public double random() {
        return random.getAsDouble();
    }
}
