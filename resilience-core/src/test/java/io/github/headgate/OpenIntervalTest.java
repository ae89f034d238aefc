package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.upstream.BreakerPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OpenIntervalTest {
    private final FakeTime time = new FakeTime();
    private final OpenInterval interval = new OpenInterval(BreakerPolicy.DEFAULT, time);

    @Test
    void doublesWhileTheBreakerOpensAgainSoonAndBeginsAnewWhenItWasClosedForAWhile() {
        assertThat(interval.begin()).isEqualTo(1000);
        assertThat(interval.begin()).isEqualTo(2000);
        interval.end();
        time.advance(BreakerPolicy.DEFAULT.window());
        assertThat(interval.begin()).as("closed for no longer than a window").isEqualTo(4000);
        interval.end();
        time.advance(BreakerPolicy.DEFAULT.window().plusNanos(1));
        assertThat(interval.begin()).isEqualTo(1000);
    }

    @Test
    void isNotTheSameForAllThatOpenAtOnce() {
        time.random(() -> 0);
        assertThat(interval.begin()).isEqualTo(950);
        time.random(() -> 1);
        assertThat(new OpenInterval(BreakerPolicy.DEFAULT, time).begin()).isEqualTo(1050);
    }

    @Test
    void thatOfTheNextBreakerEndsNoSoonerAndIsNotOneMore() {
        interval.begin();
        interval.begin();
        time.advance(Duration.ofMillis(500));
        OpenInterval next = new OpenInterval(BreakerPolicy.DEFAULT, time);
        assertThat(next.inherit(interval)).isTrue();
        assertThat(next.begin()).isEqualTo(2000);
        OpenInterval rested = new OpenInterval(BreakerPolicy.DEFAULT, time);
        interval.restUntil(Duration.ofSeconds(30).toNanos());
        interval.begin();
        rested.inherit(interval);
        assertThat(rested.begin()).isEqualTo(29_500);
        time.advance(Duration.ofSeconds(2));
        assertThat(next.begin()).isEqualTo(4000);
    }

    @Test
    void aProbeIsDueWhenItIsOverAndNotWhenItIsForgotten() {
        assertThat(interval.probeDueForNanos(time.nanoTime())).isNegative();
        interval.begin();
        time.advance(Duration.ofSeconds(1));
        assertThat(interval.isOpen(time.nanoTime())).isFalse();
        assertThat(interval.probeDueForNanos(time.nanoTime())).isZero();
        interval.forget();
        assertThat(interval.probeDueForNanos(time.nanoTime())).isNegative();
    }
}
