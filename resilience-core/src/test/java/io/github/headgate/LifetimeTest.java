package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.upstream.ConnectionPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LifetimeTest {
    private static final ConnectionPolicy POLICY =
            ConnectionPolicy.DEFAULT.withLimits(Duration.ofSeconds(50), Duration.ofSeconds(1000));

    private final FakeTime time = new FakeTime();

    @Test
    void itIsOverAfterMaxIdleAndUseBeginsThatAnew() {
        Lifetime lifetime = new Lifetime(POLICY, time);
        for (int i = 0; i < 3; i++) {
            time.advance(Duration.ofMillis(49_999));
            assertThat(lifetime.isOver()).isFalse();
            lifetime.idle();
        }
        time.advance(Duration.ofSeconds(50));
        assertThat(lifetime.isOver()).isTrue();
    }

    @Test
    void itIsOverAfterMaxAgeOrUpToATenthLess() {
        assertThat(secondsInUse(0)).isEqualTo(1000);
        assertThat(secondsInUse(0.5)).isEqualTo(950);
        assertThat(secondsInUse(0.999)).isEqualTo(901);
    }

    private int secondsInUse(double chance) {
        time.random(() -> chance);
        Lifetime lifetime = new Lifetime(POLICY, time);
        int seconds = 0;
        while (!lifetime.isOver()) {
            time.advance(Duration.ofSeconds(1));
            lifetime.idle();
            seconds++;
        }
        return seconds;
    }

    @Test
    void thePeerCanOnlyShortenTheTime() {
        Lifetime lifetime = new Lifetime(POLICY, time);
        lifetime.keptByPeer(Duration.ofSeconds(60).toNanos());
        time.advance(Duration.ofSeconds(50));
        assertThat(lifetime.isOver()).isTrue();
        lifetime.idle();
        lifetime.keptByPeer(Duration.ofSeconds(4).toNanos());
        lifetime.keptByPeer(Long.MAX_VALUE);
        time.advance(Duration.ofMillis(3_999));
        assertThat(lifetime.isOver()).isFalse();
        time.advance(Duration.ofMillis(1));
        assertThat(lifetime.isOver()).isTrue();
    }

    @Test
    void itIsOverOnceRetired() {
        Lifetime lifetime = new Lifetime(POLICY, time);
        lifetime.retire();
        lifetime.idle();
        assertThat(lifetime.isOver()).isTrue();
    }

    @Test
    void itTellsWhetherItWasKept() {
        Lifetime lifetime = new Lifetime(POLICY, time);
        assertThat(lifetime.wasIdle()).isFalse();
        lifetime.idle();
        assertThat(lifetime.wasIdle()).isTrue();
    }
}
