package io.github.headgate.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    private static final List<String> KNOWN = List.of(
            "headgate.name",
            "headgate.upstreams",
            "headgate.upstreams.orders",
            "headgate.upstreams.orders.attempt-timeout",
            "headgate.upstreams.orders.deadline",
            "headgate.upstreams.orders.tls",
            "headgate.upstreams.orders.tls.verify-host",
            "headgate.upstreams.orders.retry",
            "headgate.upstreams.orders.retry.max-attempts");

    @ParameterizedTest
    @CsvSource({
        "headgate.nmae,                                      headgate.name",
        "headgate.upstrems.orders.deadline,                  headgate.upstreams",
        "headgate.upstreams.orders.attempt-timeuot,          headgate.upstreams.orders.attempt-timeout",
        "headgate.upstreams.orders.attemptTimout,            headgate.upstreams.orders.attempt-timeout",
        "headgate.Upstreams.ORDERS.ATTEMPT_TIMOUT,           headgate.upstreams.orders.attempt-timeout",
        "headgate.upstreams.orders.attempts-timeouts,        headgate.upstreams.orders.attempt-timeout",
        "headgate.upstreams.orders.timeout,                  headgate.upstreams.orders.attempt-timeout",
        "headgate.upstreams.orders.retries.max-attempts,     headgate.upstreams.orders.retry",
        "headgate.upstreams.orders.retry.attempts,           headgate.upstreams.orders.retry.max-attempts",
    })
    void givenAMisspeltKey_thenTheNearestKnownOneIsLikely(String misspelt, String likely) {
        assertThat(suggested(misspelt)).isEqualTo(likely);
    }

    @ParameterizedTest
    @CsvSource({
        "headgate.upstreams.orders.foo",
        "headgate.upstreams.orders.retry.foo",
        "headgate.upstreams.orders.tls.x",
        "headgate.upstreams.orders.something-else",
        "headgate.x",
        "other",
    })
    void givenAKeyThatIsLikeNoOther_thenNothingIsSuggested(String unknown) {
        assertThat(suggested(unknown)).isEqualTo("nothing");
    }

    @Test
    void givenNothingToCompareWith_thenNothingIsLikely() {
        assertThat(new Suggestion("headgate.x").likely()).isNull();
    }

    private static String suggested(String misspelt) {
        Suggestion suggestion = new Suggestion(misspelt);
        KNOWN.forEach(suggestion::offer);
        String likely = suggestion.likely();
        return likely == null ? "nothing" : likely;
    }
}
