package io.github.headgate.failure;

import static io.github.headgate.failure.ExchangePhase.CONNECTING;
import static io.github.headgate.failure.ExchangePhase.EXCHANGING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UpstreamExceptionTest {
    private final ConnectException refused = new ConnectException("refused");
    private final SocketTimeoutException timedOut = new SocketTimeoutException("timed out");
    private final Failure first = Failure.of(FailureType.CONNECTION_REFUSED, CONNECTING, refused);
    private final Failure last = Failure.of(FailureType.HTTP_RESPONSE_TIMEOUT, EXCHANGING, timedOut);

    @Test
    void aRequestMayHaveBeenProcessedOnceAnAttemptWroteAByteOfIt() {
        Failure refused = Failure.of(FailureType.CONNECTION_REFUSED);
        Failure lost = Failure.of(FailureType.CONNECTION_TERMINATED, ExchangePhase.EXCHANGING, null);
        assertThat(of(refused, attempt(refused, 0)).mayHaveBeenProcessed()).isFalse();
        assertThat(of(refused, attempt(lost, 0), attempt(refused, 0)).mayHaveBeenProcessed())
                .isTrue();
        assertThat(of(refused, attempt(null, 503), attempt(refused, 0)).mayHaveBeenProcessed())
                .isTrue();
        assertThat(of(lost, attempt(lost, 0)).mayHaveBeenProcessed()).isTrue();
        assertThat(of(lost).mayHaveBeenProcessed()).isTrue();
    }

    private static UpstreamException of(Failure failure, AttemptReport... attempts) {
        return new UpstreamException("orders", failure, List.of(attempts), "orders: failed");
    }

    private static AttemptReport attempt(@Nullable Failure failure, int status) {
        return new AttemptReport(1, "http://10.0.0.1", Duration.ZERO, Duration.ZERO, failure, status);
    }

    @Test
    void givenSeveralFailedAttempts_thenTheLastIsTheCauseAndTheEarlierAreSuppressed() {
        UpstreamException thrown = new UpstreamException(
                "orders", last, List.of(attempt(1, first, 0), attempt(2, null, 503), attempt(3, last, 0)), "message");

        assertThat(thrown).hasMessage("message").hasCause(timedOut);
        assertThat(thrown.getSuppressed()).containsExactly(refused);
        assertThat(thrown.upstream()).isEqualTo("orders");
        assertThat(thrown.type()).isEqualTo(FailureType.HTTP_RESPONSE_TIMEOUT);
        assertThat(thrown.failure()).isEqualTo(last);
        assertThat(thrown.attempts()).hasSize(3);
        assertThat(thrown.retryAfter()).isEmpty();
    }

    @Test
    void givenNoAttempt_thenThereIsNoCauseAndTheTimeToComeBackIsThatOfTheFailure() {
        Failure unavailable = Failure.of(FailureType.DESTINATION_UNAVAILABLE).withRetryAfter(Duration.ofSeconds(2));

        UpstreamException thrown = new UpstreamException("orders", unavailable, List.of(), "message");

        assertThat(thrown).hasNoCause().hasNoSuppressedExceptions();
        assertThat(thrown.attempts()).isEmpty();
        assertThat(thrown.elapsed()).isEmpty();
        assertThat(thrown.retryAfter()).contains(Duration.ofSeconds(2));
    }

    @Test
    void givenAnAttempt_thenItSaysInOneLineWhatBecameOfIt() {
        assertThat(attempt(1, first, 0)).hasToString("#1 http://a:80 connection_refused in 12 ms");
        assertThat(attempt(2, null, 503)).hasToString("#2 http://a:80 status 503 in 12 ms");
        assertThat(attempt(2, null, 503).failure()).isEmpty();
        assertThat(attempt(1, first, 0).failure()).contains(first);
    }

    @Test
    void givenAnExceptionThatWasSerialized_whenItIsReadBack_thenItStillSaysWhatFailed() throws Exception {
        UpstreamException thrown =
                new UpstreamException("orders", last, List.of(attempt(1, last, 0)), Duration.ofMillis(1840), "message");

        UpstreamException read = readBack(thrown);

        assertThat(read).hasMessage("message");
        assertThat(read.upstream()).isEqualTo("orders");
        assertThat(read.type()).isEqualTo(FailureType.HTTP_RESPONSE_TIMEOUT);
        assertThat(read.attempts()).hasSize(1);
        assertThat(read.elapsed()).hasValue(Duration.ofMillis(1840));
        assertThat(read.retryAfter()).isEmpty();
    }

    private static UpstreamException readBack(UpstreamException thrown) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(thrown);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (UpstreamException) in.readObject();
        }
    }

    private static AttemptReport attempt(int number, @Nullable Failure failure, int status) {
        return new AttemptReport(number, "http://a:80", Duration.ZERO, Duration.ofMillis(12), failure, status);
    }
}
