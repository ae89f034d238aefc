package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that starts at the wall clock and then runs with monotonic time, so that no correction of the wall clock opens a breaker. */
final class MonotonicClock extends Clock {
    private final TimeSource time;
    private final Instant origin;
    private final long originNanos;

    MonotonicClock(TimeSource time) {
        this.time = time;
        this.origin = time.instant();
        this.originNanos = time.nanoTime();
    }

    @Override
    public Instant instant() {
        return origin.plusNanos(time.nanoTime() - originNanos);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return zone.equals(ZoneOffset.UTC)
                ? this
                : Clock.offset(this, java.time.Duration.ZERO).withZone(zone);
    }
}
