package io.github.headgate.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SystemTimeSourceTest {
    private final TimeSource time = TimeSource.system();

    @Test
    void bothClocksAreTheMachines() {
        long nanosBefore = System.nanoTime();
        Instant before = Instant.now();
        long nanos = time.nanoTime();
        Instant instant = time.instant();

        assertThat(nanos - nanosBefore).isBetween(0L, System.nanoTime() - nanosBefore);
        assertThat(instant).isBetween(before, Instant.now());
    }

    @Test
    void theDiceFallBetweenZeroAndOneAndNotAlwaysTheSame() {
        List<Double> drawn = Stream.generate(time::random).limit(100).toList();

        assertThat(drawn).allMatch(each -> each >= 0 && each < 1);
        assertThat(Set.copyOf(drawn)).hasSizeGreaterThan(1);
    }

    @Test
    void givenAnInterruptedThread_whenItWaits_thenItIsToldAtOnce() {
        Thread.currentThread().interrupt();

        Throwable thrown = catchThrowable(() -> time.sleepNanos(Long.MAX_VALUE));
        boolean isStillInterrupted = Thread.interrupted();

        assertThat(thrown).isInstanceOf(InterruptedException.class);
        assertThat(isStillInterrupted).isFalse();
    }
}
