package io.github.headgate.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a parser of JSON that is not ours reads in the problem details that we write (RFC 9457 §3). */
class ProblemDetailsTest {
    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-11-21T12:00:00.123Z"));
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @ParameterizedTest
    @EnumSource
    void everyFailureType(FailureType type) {
        Failure failure = Failure.of(type).withRetryAfter(Duration.ofSeconds(7));

        JsonNode problem = problem("/api/orders", Fault.of("orders", failure, "orders: 10.0.0.11"));

        assertThat(problem.get("type").stringValue()).endsWith("#" + type.token());
        assertThat(URI.create(problem.get("type").stringValue()).isAbsolute()).isTrue();
        assertThat(problem.get("title").stringValue()).isEqualTo(type.title());
        assertThat(problem.get("status").isIntegralNumber()).isTrue();
        assertThat(problem.get("status").intValue()).isEqualTo(type.status());
        assertThat(problem.get("detail").stringValue()).startsWith(type.title() + ". ");
        assertThat(problem.get("instance").stringValue()).isEqualTo("/api/orders");
        assertThat(problem.get("error").stringValue()).isEqualTo(type.token());
        assertThat(problem.get("upstream").stringValue()).isEqualTo("orders");
        assertThat(problem.get("requestId").stringValue()).isEqualTo("r-1");
        assertThat(Instant.parse(problem.get("timestamp").stringValue())).isEqualTo(NOON.instant());
        assertThat(problem.has("retryAfter")).isEqualTo(type.status() == 503);
        assertThat(problem.get("details").stringValue()).isEqualTo("orders: 10.0.0.11");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"",
                "\\",
                "\\\"",
                "</script>&'",
                "\u0000\u0001\b\t\n\f\r\u001f\u007f",
                "\u00fc\u6ce8\ud83d\ude00",
                "\u2028\u2029"
            })
    void anyTextArrivesAsItIs(String text) {
        JsonNode problem = problem("/" + text, Fault.of(text, Failure.of(FailureType.DNS_ERROR), text));

        assertThat(problem.get("instance").stringValue()).isEqualTo("/" + text);
        assertThat(problem.get("upstream").stringValue()).isEqualTo(text);
        assertThat(problem.get("details").stringValue()).isEqualTo(text);
    }

    /* RFC 9457 §4.2.1: about:blank, with the status phrase for a title, says no more than the status does. */
    @Test
    void anErrorThatWasReceived() {
        JsonNode problem = problem("/x", Fault.received("orders", 429, Duration.ofSeconds(7), List.of()));

        assertThat(problem.get("type").stringValue()).isEqualTo("about:blank");
        assertThat(problem.get("title").stringValue()).isEqualTo("Too Many Requests");
        assertThat(problem.get("status").intValue()).isEqualTo(429);
        assertThat(problem.get("retryAfter").intValue()).isEqualTo(7);
        assertThat(problem.has("error")).isFalse();
    }

    /* A reference to this very server, whatever the path: "//elsewhere.example/" alone would lead to another. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/a/b", "/a%20b;v=1", "/a:b", "//elsewhere.example/x"})
    void theInstanceIsAReferenceWithoutHost(String path) {
        URI here = URI.create("https://here.example/");

        URI instance = URI.create(problem(path, Fault.refusal(404, "There is no route for this path"))
                .get("instance")
                .stringValue());

        assertThat(here.resolve(instance).getHost()).isEqualTo("here.example");
        assertThat(instance.getRawPath()).endsWith(path);
    }

    private static JsonNode problem(String path, Fault fault) {
        Answers answers = new Answers(AnswerSettings.defaults().withDetailsExposed(), NOON);
        Answer answer = answers.to(new CallerRequest("GET", path, "application/problem+json", "r-1"), fault);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        return STRICT.readTree(answer.body());
    }
}
