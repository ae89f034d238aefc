package io.github.headgate.simulation;

import io.github.headgate.retry.TimeSource;
import java.time.Instant;

/** Virtual time as a gateway sees it, and dice of its own. */
final class VirtualTimeSource implements TimeSource {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final VirtualTime time;
    private final Dice dice;

    VirtualTimeSource(VirtualTime time, Dice dice) {
        this.time = time;
        this.dice = dice;
    }

    @Override
    public long nanoTime() {
        return time.now();
    }

    @Override
    public Instant instant() {
        return START.plusNanos(time.now());
    }

    @Override
    public void sleepNanos(long nanos) {
        if (nanos > 0) {
            time.sleepUntil(time.now() + nanos);
        }
    }

    @Override
    public double random() {
        return dice.uniform();
    }
}
