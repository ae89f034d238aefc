package io.github.headgate.failure;

import static io.github.headgate.failure.ExchangePhase.CONNECTING;
import static io.github.headgate.failure.ExchangePhase.EXCHANGING;
import static io.github.headgate.failure.ExchangePhase.READING_BODY;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTest {
    @ParameterizedTest
    @CsvSource({
        // nothing was written: certainly not processed, whatever the type's row says
        "CONNECTION_TERMINATED,    CONNECTING,   ANY",
        "HTTP_RESPONSE_TIMEOUT,    CONNECTING,   ANY",
        "CONNECTION_REFUSED,       CONNECTING,   ANY",
        // a TLS alert may come after the request was written, as TLS 1.3 asks for the client's certificate late
        "TLS_ALERT_RECEIVED,       EXCHANGING,   IDEMPOTENT",
        "CONNECTION_REFUSED,       EXCHANGING,   IDEMPOTENT",
        "CONNECTION_TERMINATED,    EXCHANGING,   IDEMPOTENT",
        "HTTP_RESPONSE_INCOMPLETE, READING_BODY, IDEMPOTENT",
        // these do not depend on the phase
        "CONNECTION_LIMIT_REACHED, CONNECTING,   ELSEWHERE",
        "CONNECTION_LIMIT_REACHED, EXCHANGING,   ELSEWHERE",
        "DESTINATION_UNAVAILABLE,  CONNECTING,   NEVER",
        "HTTP_RESPONSE_BODY_SIZE,  READING_BODY, NEVER",
    })
    void givenATypeAndAPhase_thenSendingAgainIsAllowedAsFarAsItIsSafe(
            FailureType type, ExchangePhase phase, Resend resend) {
        assertThat(Failure.of(type, phase, null).resend()).isEqualTo(resend);
    }

    @ParameterizedTest
    @EnumSource
    void givenAnyTypeAfterTheRequestWasWritten_thenItIsNeverSentAgainToTheSameEndpointUnlessIdempotent(
            FailureType type) {
        assertThat(Failure.of(type, EXCHANGING, null).resend()).isNotEqualTo(Resend.ANY);
        assertThat(Failure.of(type, READING_BODY, null).resend()).isNotEqualTo(Resend.ANY);
    }

    @ParameterizedTest
    @EnumSource
    void givenAFailureOfAType_thenItBlamesTheEndpointAsTheTableSays(FailureType type) {
        Failure failure = Failure.of(type);

        assertThat(failure.blamesEndpoint()).isEqualTo(type.blamesEndpoint());
        assertThat(failure.phase()).isEqualTo(CONNECTING);
        assertThat(failure.cause()).isNull();
        assertThat(failure.retryAfter()).isEmpty();
        assertThat(failure).hasToString(type.token());
    }

    @Test
    void givenAFailure_whenItIsRefined_thenAllElseStaysAsItWas() {
        IOException thrown = new IOException("reset");
        Failure failure = Failure.of(FailureType.CONNECTION_TERMINATED, EXCHANGING, thrown);

        Failure refined = failure.withoutBlame().withRetryAfter(Duration.ofSeconds(3));

        assertThat(refined)
                .isEqualTo(new Failure(
                        FailureType.CONNECTION_TERMINATED, EXCHANGING, false, Duration.ofSeconds(3), thrown));
        assertThat(refined.retryAfter()).contains(Duration.ofSeconds(3));
        assertThat(failure.blamesEndpoint()).isTrue();
    }
}
