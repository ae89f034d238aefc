package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.answer.Fallback;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered in place of the plain answer. */
@Timeout(30)
class FallbackTest {
    private static final String STATUS = "headgate; error=destination_unavailable; next-hop=orders";

    private static UpstreamException unavailable() {
        Failure failure = Failure.of(FailureType.DESTINATION_UNAVAILABLE).withRetryAfter(Duration.ofSeconds(7));
        return new UpstreamException("orders", failure, List.of(), "orders: 10.0.0.11 is out");
    }

    private static TestContainer application(AnswerSettings settings) {
        return new TestContainer("/shop")
                .filter(new UpstreamFailureFilter(settings))
                .servlet("/api/x", new TestServlet((request, response) -> {
                    response.setHeader("ETag", "old");
                    throw unavailable();
                }))
                .servlet("/sorry", new TestServlet((request, response) -> {
                    response.setContentType("text/html;charset=utf-8");
                    response.getWriter().print("sorry, " + request.getDispatcherType() + " " + request.getMethod());
                }))
                .servlet("/fails", new TestServlet((request, response) -> {
                    switch (String.valueOf(request.getQueryString())) {
                        case "call" -> throw unavailable();
                        case "other" -> throw new IllegalStateException("no template");
                        case "error" -> response.sendError(418);
                        default -> {
                            response.getOutputStream().print("half");
                            response.flushBuffer();
                            throw new IOException("gone");
                        }
                    }
                }))
                .start();
    }

    private static RawResponse get(AnswerSettings settings, String method) throws IOException {
        try (TestContainer container = application(settings)) {
            return RawClient.call(container.port(), method + " /shop/api/x?call HTTP/1.1\nHost: h", "");
        }
    }

    private static AnswerSettings with(Fallback... fallbacks) {
        AnswerSettings settings = AnswerSettings.defaults();
        for (Fallback fallback : fallbacks) {
            settings = settings.withFallback(fallback);
        }
        return settings;
    }

    @Test
    void aTextIsAnsweredAndSaysThatItIsOne() throws IOException {
        RawResponse response = get(with(Fallback.text("application/json", "{\"orders\":[]}")), "GET");
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("{\"orders\":[]}");
        assertThat(response.headers("Content-Type")).containsExactly("application/json");
        assertThat(response.headers("Headgate-Fallback")).containsExactly("text");
        assertThat(response.headers("Proxy-Status")).containsExactly(STATUS);
        assertThat(response.headers("Retry-After")).containsExactly("7");
        assertThat(response.headers("Cache-Control")).containsExactly("no-store");
        assertThat(response.headers("X-Request-Id")).hasSize(1);
        assertThat(response.headers("ETag")).isEmpty();
    }

    @Test
    void withAStatusOfItsOwnNobodyIsToldToComeBack() throws IOException {
        RawResponse response = get(with(Fallback.text("text/plain", "none").withStatus(200)), "HEAD");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers("Content-Length")).containsExactly("4");
        assertThat(response.headers("Retry-After")).isEmpty();
        assertThat(response.headers("Proxy-Status")).containsExactly(STATUS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void aPathOfTheApplicationAnswers(String method) throws IOException {
        RawResponse response = get(with(Fallback.forward("/sorry")), method);
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.body()).contains("sorry, " + DispatcherType.FORWARD + " " + method);
        assertThat(response.headers("Headgate-Fallback")).containsExactly("forward");
        assertThat(response.headers("Proxy-Status")).containsExactly(STATUS);
        assertThat(response.headers("ETag")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fails?call", "/fails?other", "/fails?error", "/no/such/path"})
    void aFallbackThatFailsEndsInThePlainAnswer(String path) throws IOException {
        RawResponse response = get(with(Fallback.forward(path)), "GET");
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.headers("Content-Type")).containsExactly("application/problem+json");
        assertThat(response.headers("Headgate-Fallback")).isEmpty();
        assertThat(response.headers("Proxy-Status")).containsExactly(STATUS);
        assertThat(response.isBroken()).isFalse();
    }

    @Test
    void oneThatFailsHalfwayIsBrokenOff() throws IOException {
        RawResponse response = get(with(Fallback.forward("/fails?half")), "GET");
        assertThat(response.body()).contains("half").doesNotContain("problem");
        assertThat(response.isBroken()).isTrue();
    }

    @Test
    void theFirstThatMatchesCounts() throws IOException {
        Fallback other = Fallback.text("text/plain", "other");
        AnswerSettings settings = with(
                other.forPath("/api/y"),
                other.forPath("/api/x/**").forUpstreams(Set.of("stock")),
                other.forFailures(Set.of(FailureType.CONNECTION_REFUSED)),
                Fallback.text("text/plain", "this")
                        .forPath("/api/**")
                        .forUpstreams(Set.of("orders"))
                        .forFailures(Set.of(FailureType.DESTINATION_UNAVAILABLE)),
                other);
        assertThat(get(settings, "GET").body()).isEqualTo("this");
    }

    @ParameterizedTest
    @CsvSource({
        "'',/x,true",
        "/api/**,/api,true",
        "/api/**,/api/x,true",
        "/api/**,/apis,false",
        "/api,/api,true",
        "/api,/api/,false"
    })
    void pathsMatchWholeSegments(String pattern, String path, boolean matches) {
        Fallback fallback = Fallback.forward("/sorry").forPath(pattern);
        assertThat(fallback.matches(path, null, FailureType.DNS_ERROR, 502)).isEqualTo(matches);
    }
}
