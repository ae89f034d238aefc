package io.github.headgate.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.failure.Resend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayabilityTest {
    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
    void givenAMethodOfRfc9110_thenItIsIdempotent(String method) {
        assertThat(Replayability.isIdempotent(method)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "CONNECT", "PROPFIND", "get", "", "GET "})
    void givenAnyOtherMethod_thenItIsNot(String method) {
        assertThat(Replayability.isIdempotent(method)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        // idempotent, has body: ANY, ELSEWHERE, IDEMPOTENT
        "true,  true,  true,  true,  true",
        "false, true,  true,  true,  false",
        "true,  false, false, false, false",
        "false, false, false, false, false",
    })
    void givenARequest_thenItMayBeSentAgainAsFarAsTheFailureAndItsBodyAllow(
            boolean isIdempotent, boolean hasBody, boolean any, boolean elsewhere, boolean idempotent) {
        Replayability request = new Replayability(isIdempotent, hasBody);

        assertThat(request.permits(Resend.ANY)).isEqualTo(any);
        assertThat(request.permits(Resend.ELSEWHERE)).isEqualTo(elsewhere);
        assertThat(request.permits(Resend.IDEMPOTENT)).isEqualTo(idempotent);
        assertThat(request.permits(Resend.NEVER)).isFalse();
    }

    @Test
    void givenARequest_thenItSaysInWordsWhatItIsWorth() {
        assertThat(new Replayability(true, true)).hasToString("idempotent");
        assertThat(new Replayability(false, true)).hasToString("not idempotent");
        assertThat(new Replayability(true, false)).hasToString("idempotent, body already sent");
        assertThat(new Replayability(false, false)).hasToString("not idempotent, body already sent");
    }
}
