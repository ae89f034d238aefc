package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineHeaderTest {
    private static final Instant NOW = Instant.parse("2026-11-25T20:00:00.100Z");

    @ParameterizedTest
    @CsvSource({
        "grpc-timeout,                   1H,                       PT1H",
        "grpc-timeout,                   2M,                       PT2M",
        "GRPC-Timeout,                   3S,                       PT3S",
        "grpc-timeout,                   250m,                     PT0.25S",
        "grpc-timeout,                   99999999u,                PT1M39.999999S",
        "grpc-timeout,                   7n,                       PT0.000000007S",
        "grpc-timeout,                   0m,                       PT0S",
        "X-Request-Deadline,             2026-11-25T20:00:01.350Z, PT1.25S",
        "x-request-deadline,             1795636801350,            PT1.25S",
        "X-Request-Deadline,             2026-11-25T19:00:00Z,     PT0S",
        "x-envoy-expected-rq-timeout-ms, 1500,                     PT1.5S",
        "X-Request-Timeout,              40,                       PT0.04S",
    })
    void isReadInTheFormThatItsNameSays(String name, String value, Duration left) {
        assertThat(DeadlineHeader.read(name, value, NOW)).hasValue(left);
    }

    @ParameterizedTest
    @CsvSource({
        "grpc-timeout,       250",
        "grpc-timeout,       250ms",
        "grpc-timeout,       123456789m",
        "grpc-timeout,       -1m",
        "grpc-timeout,       ''",
        "X-Request-Deadline, tomorrow",
        "X-Request-Deadline, 2026-11-25",
        "X-Request-Timeout,  1.5",
        "X-Request-Timeout,  1500ms",
        "X-Request-Timeout,  -5",
        "X-Request-Timeout,  9999999999999999",
    })
    void whatIsOfNoSuchFormIsNotRead(String name, String value) {
        assertThat(DeadlineHeader.read(name, value, NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "grpc-timeout,       PT0.25S,      250m",
        "grpc-timeout,       PT0.0009S,    0m",
        "grpc-timeout,       P30D,         2592000S",
        "X-Request-Deadline, PT1.25S,      2026-11-25T20:00:01.350Z",
        "X-Request-Timeout,  PT1.5009S,    1500",
        "X-Request-Timeout,  -PT1S,        0",
    })
    void isWrittenInTheSameForm(String name, Duration left, String value) {
        assertThat(DeadlineHeader.write(name, left, NOW)).isEqualTo(value);
    }
}
