package io.github.headgate.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.settings.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceholdersTest {
    private final Placeholders placeholders =
            new Placeholders(Map.of("URL", "http://h:1", "EMPTY", "", "ODD", "$1\\")::get);
    private final List<Problem> problems = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "${URL}, http://h:1",
        "${URL:http://other}, http://h:1",
        "${NONE:http://localhost:8080/x}, http://localhost:8080/x",
        "'${URL},${NONE:http://b}', 'http://h:1,http://b'",
        "a${EMPTY}b, ab",
        "a${NONE:}b, ab",
        "${ODD}, $1\\",
        "$URL, $URL",
        "${a b}, ${a b}",
        "${URL, ${URL"
    })
    void areFilledIn(String value, String filled) {
        assertThat(placeholders.fill("headgate.x", value, problems)).isEqualTo(filled);
        assertThat(problems).isEmpty();
    }

    @Test
    void withoutAValueAreReported() {
        placeholders.fill("headgate.upstreams.orders.endpoints", "${ORDERS_URL}", problems);
        assertThat(problems)
                .singleElement()
                .hasToString(
                        "headgate.upstreams.orders.endpoints = ${ORDERS_URL} (expected: the environment variable or"
                                + " system property ORDERS_URL, which is not set, or a default: ${ORDERS_URL:…})");
    }
}
