package io.github.headgate.servlet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.upstream.AdaptiveLimit;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How the limit follows what requests tell. */
class RequestLimitTest {
    private static final int MOST = 60;
    private static final Duration USUAL = Duration.ofMillis(10);

    private final AtomicLong now = new AtomicLong(3);

    private RequestLimit limit(AdaptiveLimit algorithm) {
        InboundSettings settings = InboundSettings.OFF.withMaxInFlight(MOST).withAdaptiveLimit(algorithm);
        return requireNonNull(RequestLimit.of(settings, now::get));
    }

    /* So many of them, one after the other, while as many others are under way as are let in. */
    private int after(int requests, RequestLimit limit, Duration each, RequestOutcome outcome) {
        for (int i = 0; i < requests; i++) {
            limit.ended(now.getAndAdd(each.toNanos()), each.toNanos(), limit.most(), outcome);
        }
        return limit.most();
    }

    @Test
    void thereIsNoneUnlessItIsAskedFor() {
        assertThat(RequestLimit.of(InboundSettings.OFF.withMaxInFlight(MOST), now::get))
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"GRADIENT2", "VEGAS"})
    void itRisesToTheMostAndFallsWhenRequestsTakeLonger(AdaptiveLimit algorithm) {
        RequestLimit limit = limit(algorithm);
        assertThat(limit.most()).isEqualTo(20);
        assertThat(after(600, limit, USUAL, RequestOutcome.ANSWERED)).isEqualTo(MOST);
        assertThat(after(10, limit, USUAL.multipliedBy(20), RequestOutcome.ANSWERED))
                .isLessThan(MOST);
    }

    @ParameterizedTest
    @EnumSource(names = {"GRADIENT2", "VEGAS"})
    void whatTellsNothingChangesNothing(AdaptiveLimit algorithm) {
        RequestLimit limit = limit(algorithm);
        int before = after(10, limit, USUAL, RequestOutcome.ANSWERED);
        assertThat(after(200, limit, Duration.ZERO, RequestOutcome.OTHER)).isEqualTo(before);
        assertThat(after(200, limit, USUAL.multipliedBy(20), RequestOutcome.OTHER))
                .isEqualTo(before);
        assertThat(after(600, limit, USUAL, RequestOutcome.ANSWERED)).isEqualTo(MOST);
    }

    @Test
    void itFallsWithWhatIsDropped() {
        RequestLimit limit = limit(AdaptiveLimit.VEGAS);
        int before = after(1, limit, USUAL, RequestOutcome.ANSWERED);
        assertThat(after(10, limit, USUAL, RequestOutcome.DROPPED)).isLessThan(before);
    }

    @ParameterizedTest
    @EnumSource(names = {"GRADIENT2", "VEGAS"})
    void whatIsDroppedAtOnceDoesNotMakeOthersLookSlow(AdaptiveLimit algorithm) {
        RequestLimit limit = limit(algorithm);
        assertThat(after(200, limit, USUAL, RequestOutcome.ANSWERED)).isEqualTo(MOST);
        after(50, limit, Duration.ofNanos(20_000), RequestOutcome.DROPPED);
        assertThat(after(20, limit, USUAL, RequestOutcome.ANSWERED)).isGreaterThan(MOST / 2);
    }

    @ParameterizedTest
    @CsvSource({
        "101,,OTHER",
        "200,,ANSWERED",
        "304,,ANSWERED",
        "400,,OTHER",
        "404,,OTHER",
        "429,,OTHER",
        "499,,OTHER",
        "500,,OTHER",
        "502,headgate; error=connection_refused; next-hop=orders,OTHER",
        "503,,DROPPED",
        "503,headgate; received-status=503,DROPPED",
        "503,headgate; error=connection_limit_reached; next-hop=orders,DROPPED",
        "503,headgate; error=destination_unavailable; next-hop=orders,OTHER",
        "504,headgate; error=http_response_timeout; next-hop=orders,DROPPED",
        "504,,DROPPED"
    })
    void theAnswerTellsTheOutcome(int status, @Nullable String proxyStatus, RequestOutcome outcome) {
        assertThat(RequestOutcome.of(status, proxyStatus)).isEqualTo(outcome);
    }
}
