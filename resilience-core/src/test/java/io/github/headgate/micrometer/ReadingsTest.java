package io.github.headgate.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.Headgate;
import io.github.headgate.UpstreamStatus;
import io.micrometer.core.instrument.MockClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadingsTest {
    private final Headgate headgate = Headgate.builder()
            .upstream("db", db -> db.endpoints("tcp://127.0.0.1:1").maxConcurrent(7))
            .build();
    private final MockClock clock = new MockClock();
    private final Readings readings = new Readings(this::read, clock);
    private int times;

    @AfterEach
    void close() {
        headgate.close();
    }

    private List<UpstreamStatus> read() {
        times++;
        return headgate.status();
    }

    @Test
    void gaugesThatAreAskedAtTheSameTimeShareOneReading() {
        assertThat(readings.of("db", UpstreamStatus::limit)).isEqualTo(7);
        clock.add(Duration.ofMillis(499));
        assertThat(readings.of("db", UpstreamStatus::limit)).isEqualTo(7);
        assertThat(times).isOne();
        clock.add(Duration.ofMillis(1));
        assertThat(readings.of("db", UpstreamStatus::limit)).isEqualTo(7);
        assertThat(times).isEqualTo(2);
    }

    @Test
    void anUpstreamThatIsNotThereHasNoValue() {
        assertThat(readings.of("dc", UpstreamStatus::limit)).isNaN();
    }
}
