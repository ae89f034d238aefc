package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.answer.Fallback;
import io.github.headgate.answer.FallbackKind;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code of the application that answers in place of the plain answer, and who is told of it. */
@Timeout(30)
class FallbackHandlerTest {
    private static final String STATUS = "headgate; error=destination_unavailable; next-hop=orders";

    private final Recorder recorder = new Recorder();

    private static UpstreamException unavailable() {
        Failure failure = Failure.of(FailureType.DESTINATION_UNAVAILABLE).withRetryAfter(Duration.ofSeconds(7));
        return new UpstreamException("orders", failure, List.of(), "orders: 10.0.0.11 is out");
    }

    private RawResponse get(AnswerSettings settings, FallbackHandler handler) throws IOException {
        FailureResponder responder =
                new FailureResponder(settings, Map.of("cached", handler), List.of(recorder), TraceIds.OF_CALLER);
        try (TestContainer container = new TestContainer("/shop")
                .filter(new UpstreamFailureFilter(responder))
                .servlet("/api/x", new TestServlet((request, response) -> {
                    response.setHeader("ETag", "old");
                    throw unavailable();
                }))
                .servlet("/also-fails", new TestServlet((request, response) -> {
                    throw unavailable();
                }))
                .start()) {
            return RawClient.call(container.port(), "GET /shop/api/x HTTP/1.1\nHost: h", "");
        }
    }

    private RawResponse get(FallbackHandler handler) throws IOException {
        return get(AnswerSettings.defaults().withFallback(Fallback.handler("cached")), handler);
    }

    @Test
    void isToldWhatFailedAndItsAnswerSaysThatItIsAFallback() throws IOException {
        List<AnsweredFailure> told = new CopyOnWriteArrayList<>();
        RawResponse response = get((request, answer, failure) -> {
            told.add(failure);
            answer.setContentType("application/json");
            answer.getWriter().print("{\"orders\":[]}");
            return true;
        });
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("{\"orders\":[]}");
        assertThat(response.headers("Headgate-Fallback")).containsExactly("handler");
        assertThat(response.headers("Proxy-Status")).containsExactly(STATUS);
        assertThat(response.headers("Retry-After")).containsExactly("7");
        assertThat(response.headers("ETag")).isEmpty();
        assertThat(told).singleElement().satisfies(failure -> {
            assertThat(failure.type()).isEqualTo(FailureType.DESTINATION_UNAVAILABLE);
            assertThat(failure.upstream()).isEqualTo("orders");
            assertThat(failure.status()).isEqualTo(503);
            assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
            assertThat(response.headers("X-Request-Id")).containsExactly(failure.requestId());
        });
        assertThat(recorder.told).containsExactly("answered by handler");
    }

    @Test
    void mayChangeTheStatusAndResetWithoutHidingTheFailure() throws IOException {
        RawResponse response = get((request, answer, failure) -> {
            answer.setHeader("X-Mine", "gone");
            answer.reset();
            answer.setStatus(200);
            answer.getOutputStream().print("from the shelf");
            return true;
        });
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("from the shelf");
        assertThat(response.headers("X-Mine")).isEmpty();
        assertThat(response.headers("Headgate-Fallback")).containsExactly("handler");
        assertThat(response.headers("Proxy-Status")).containsExactly(STATUS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "throws", "sendError", "forwards", "half-written, uncommitted"})
    void oneThatDoesNotAnswerIsFollowedByThePlainAnswer(String how) throws IOException {
        RawResponse response = get((request, answer, failure) -> {
            switch (how) {
                case "false" -> {
                    return false;
                }
                case "throws" -> throw new IllegalStateException("shelf is empty");
                case "sendError" -> answer.sendError(404);
                case "forwards" -> request.getRequestDispatcher("/also-fails").forward(request, answer);
                default -> {
                    answer.getWriter().print("half");
                    throw new IOException("shelf broke");
                }
            }
            return true;
        });
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.headers("Content-Type")).containsExactly("application/problem+json");
        assertThat(response.headers("Headgate-Fallback")).isEmpty();
        assertThat(response.headers("Proxy-Status")).containsExactly(STATUS);
        assertThat(response.body()).doesNotContain("half", "shelf");
        assertThat(response.isBroken()).isFalse();
        assertThat(recorder.told).containsExactly("failed: handler", "answered by null");
    }

    @Test
    void oneThatFailsHalfwayIsBrokenOff() throws IOException {
        RawResponse response = get((request, answer, failure) -> {
            answer.getOutputStream().print("half");
            answer.flushBuffer();
            throw new IOException("shelf broke");
        });
        assertThat(response.isBroken()).isTrue();
        assertThat(response.body()).doesNotContain("problem");
        assertThat(recorder.told).containsExactly("failed: handler");
    }

    @Test
    void whoListensCannotSpoilTheAnswer() throws IOException {
        recorder.isFaulty = true;
        RawResponse response = get((request, answer, failure) -> false);
        assertThat(response.status()).isEqualTo(503);
        assertThat(recorder.told).hasSize(2);
    }

    @Test
    void aTextAndThePlainAnswerAreToldToo() throws IOException {
        assertThat(get(AnswerSettings.defaults(), (request, answer, failure) -> true)
                        .status())
                .isEqualTo(503);
        assertThat(get(AnswerSettings.defaults().withFallback(Fallback.text("text/plain", "sorry")), (r, a, f) -> true)
                        .body())
                .isEqualTo("sorry");
        assertThat(recorder.told).containsExactly("answered by null", "answered by text");
    }

    @Test
    void aHandlerThatIsNotThereIsNamed() {
        AnswerSettings settings = AnswerSettings.defaults().withFallback(Fallback.handler("cahced"));
        assertThatThrownBy(() -> new FailureResponder(
                        settings, Map.of("cached", (r, a, f) -> true), List.of(), TraceIds.OF_CALLER))
                .hasMessage("fallback handler: cahced (expected: of [cached])");
    }

    private static final class Recorder implements AnswerListener {
        private final List<String> told = new ArrayList<>();
        private boolean isFaulty;

        @Override
        public synchronized void answered(AnsweredFailure failure, @Nullable FallbackKind fallback) {
            told.add("answered by " + (fallback == null ? null : fallback.token()));
            fail();
        }

        @Override
        public synchronized void fallbackFailed(AnsweredFailure failure, FallbackKind fallback) {
            told.add("failed: " + fallback.token());
            fail();
        }

        private void fail() {
            if (isFaulty) {
                throw new IllegalStateException("faulty listener");
            }
        }
    }
}
