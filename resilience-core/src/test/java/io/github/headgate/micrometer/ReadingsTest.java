package io.github.headgate.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.ConnectionCounts;
import io.github.headgate.UpstreamStatus;
import io.micrometer.core.instrument.MockClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingsTest {
    private final MockClock clock = new MockClock();
    private final Readings readings = new Readings(this::read, clock);
    private int times;

    private List<UpstreamStatus> read() {
        times++;
        return List.of(new UpstreamStatus("orders", times, 256, 100, new ConnectionCounts(0, 0, 0), List.of()));
    }

    @Test
    void gaugesThatAreAskedAtTheSameTimeShareOneReading() {
        assertThat(readings.of("orders", UpstreamStatus::inFlight)).isOne();
        clock.add(Duration.ofMillis(499));
        assertThat(readings.of("orders", UpstreamStatus::inFlight)).isOne();
        clock.add(Duration.ofMillis(1));
        assertThat(readings.of("orders", UpstreamStatus::inFlight)).isEqualTo(2);
    }

    @Test
    void anUpstreamThatIsNotThereHasNoValue() {
        assertThat(readings.of("order", UpstreamStatus::inFlight)).isNaN();
    }
}
