package io.github.headgate.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @ParameterizedTest
    @CsvSource({
        "7ns,     PT0.000000007S",
        "3us,     PT0.000003S",
        "250ms,   PT0.25S",
        "5s,      PT5S",
        "5 s,     PT5S",
        "5S,      PT5S",
        "2m,      PT2M",
        "1h,      PT1H",
        "30d,     PT720H",
        "PT1M30S, PT1M30S",
        "pt2s,    PT2S",
        "0,       PT0S",
        "0s,      PT0S",
    })
    void givenADurationWithItsUnit_whenItIsRead_thenItIsThatLong(String text, Duration duration) {
        assertThat(Values.duration(text)).contains(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "5000",
                "s",
                "5 seconds",
                "5sec",
                "-5s",
                "1.5s",
                "5s5",
                "1m30s",
                "PT",
                "PT-5S",
                "PTx",
                "1M2",
                "٥s",
                "9223372036854775808ns",
                "999999999999999d",
                "PT9999999H",
                "PT99999999999999999999H"
            })
    void givenNoUnitOrAnotherThanOursOrTooMuch_whenADurationIsRead_thenThereIsNone(String text) {
        assertThat(Values.duration(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1b,    1",
        "64KB,  65536",
        "64kb,  65536",
        "64 KB, 65536",
        "10MB,  10485760",
        "2GB,   2147483648",
        "0,     0",
    })
    void givenASizeWithItsUnit_whenItIsRead_thenItIsInPowersOf1024(String text, long bytes) {
        assertThat(Values.bytes(text)).contains(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64", "KB", "64K", "64KiB", "-1KB", "1.5MB", "1TB", "9999999999GB"})
    void givenNoUnitOrAnotherThanOursOrTooMuch_whenASizeIsRead_thenThereIsNone(String text) {
        assertThat(Values.bytes(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1ns", "1us", "250ms", "1500ms", "5s", "90s", "2m", "1h", "25h", "1d", "106751d"})
    void givenADuration_whenItIsWrittenAndReadAgain_thenItIsTheSame(String text) {
        assertThat(Values.duration(text).map(Values::write)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1B", "1000B", "1KB", "64KB", "1025KB", "3MB", "5GB"})
    void givenASize_whenItIsWrittenAndReadAgain_thenItIsTheSame(String text) {
        assertThat(Values.bytes(text).map(Values::write)).contains(text);
    }

    @ParameterizedTest
    @CsvSource({"500, 500", "502-504, '502,503,504'", "502 - 503, '502,503'", "400-400, 400", "599, 599"})
    void givenANumberOrARange_whenItIsRead_thenItIsAllOfThem(String text, String numbers) {
        assertThat(Values.numbers(text, 400, 599))
                .extracting(String::valueOf)
                .containsExactlyInAnyOrder(numbers.split(","));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "399", "600", "504-502", "399-401", "598-600", "5xx", "500-", "-500", "0-999999999"})
    void givenNeitherANumberNorARangeOrOneOutside_whenItIsRead_thenThereIsNone(String text) {
        assertThat(Values.numbers(text, 400, 599)).isEmpty();
    }

    @Test
    void givenNumbers_whenTheyAreWritten_thenNeighboursAreARange() {
        assertThat(Values.write(Set.of())).isEmpty();
        assertThat(Values.write(Set.of(504, 500, 502, 503, 400, 401))).isEqualTo("400-401, 500, 502-504");
    }

    @Test
    void givenADurationTooLongForNanoseconds_whenItIsWritten_thenItIsWrittenInTheIsoForm() {
        assertThat(Values.write(Duration.ofDays(1_000_000))).isEqualTo("PT24000000H");
        assertThat(Values.write(Duration.ofSeconds(Long.MAX_VALUE))).startsWith("PT");
    }

    @Test
    void givenWhatIsNegative_whenItIsWritten_thenItKeepsItsSign() {
        assertThat(Values.write(Duration.ofSeconds(-5))).isEqualTo("-5s");
        assertThat(Values.write(-65536)).isEqualTo("-64KB");
    }
}
