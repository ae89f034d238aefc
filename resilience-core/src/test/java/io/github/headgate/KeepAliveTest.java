package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeepAliveTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeout=5                    | 4000",
                "timeout=5, max=100           | 4000",
                "max=100, timeout=60          | 59000",
                "Timeout = 5                  | 4000",
                "timeout=2                    | 1000",
                "timeout=1                    | 500",
                "timeout=0                    | 0",
                "timeout=x, timeout=3         | 2000",
            })
    void aSecondLessThanTheEndpointSays(String field, long millis) {
        assertThat(TimeUnit.NANOSECONDS.toMillis(nanos(field))).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"max=5", "timeout", "timeout=", "timeout=-1", "timeout=1.5", "timeout=99999999999999999999", "5", "''"})
    void whatIsNoTimeIsNoLimit(String field) {
        assertThat(nanos(field)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void noFieldIsNoLimit() {
        assertThat(KeepAlive.nanos(new BasicClassicHttpResponse(200))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aTimeBeyondAllClocksIsNone() {
        assertThat(nanos("timeout=9223372036854775807")).isGreaterThan(TimeUnit.DAYS.toNanos(100_000));
    }

    private static long nanos(String field) {
        BasicClassicHttpResponse response = new BasicClassicHttpResponse(200);
        response.addHeader("Keep-Alive", field);
        return KeepAlive.nanos(response);
    }
}
