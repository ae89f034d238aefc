package io.github.headgate.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    /* System.nanoTime() may be anything, and may pass from the largest to the smallest long. */
    @ParameterizedTest
    @ValueSource(longs = {0, -5, 1_000_000, Long.MAX_VALUE, Long.MAX_VALUE - 50, Long.MIN_VALUE})
    void givenAnyOriginOfTime_thenTimeRunsOutAtTheDeadline(long now) {
        Deadline deadline = Deadline.after(Duration.ofNanos(100), now);

        assertThat(deadline.leftNanos(now)).isEqualTo(100);
        assertThat(deadline.leftNanos(now + 99)).isEqualTo(1);
        assertThat(deadline.leftNanos(now + 100)).isZero();
        assertThat(deadline.leftNanos(now + 101)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE, Long.MAX_VALUE - 50, Long.MAX_VALUE - 100, Long.MIN_VALUE})
    void givenTwoDeadlines_thenTheEarlierIsTheEarlierOfBoth(long now) {
        Deadline near = Deadline.after(Duration.ofNanos(100), now);
        Deadline far = Deadline.after(Duration.ofNanos(101), now);
        Deadline farthest = Deadline.after(FOREVER, now);

        assertThat(near.earlier(far)).isSameAs(near);
        assertThat(far.earlier(near)).isSameAs(near);
        assertThat(near.earlier(near)).isSameAs(near);
        assertThat(farthest.earlier(near)).isSameAs(near);
    }

    @Test
    void givenATimeoutLongerThanLongsCanCount_thenThereIsTimeLeftForDecades() {
        Deadline deadline = Deadline.after(FOREVER, Long.MAX_VALUE);

        assertThat(deadline.leftNanos(Long.MAX_VALUE))
                .isGreaterThan(Duration.ofDays(365 * 50).toNanos());
    }

    @Test
    void givenNoTime_thenNoneIsLeft() {
        assertThat(Deadline.after(Duration.ZERO, 7).leftNanos(7)).isZero();
    }
}
