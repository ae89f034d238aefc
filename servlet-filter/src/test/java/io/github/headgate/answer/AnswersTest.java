package io.github.headgate.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headgate.failure.ExchangePhase;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AnswersTest {
    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-11-21T12:00:00.123456Z"));
    private static final Failure REFUSED = Failure.of(FailureType.CONNECTION_REFUSED);
    private static final Failure UNAVAILABLE = Failure.of(FailureType.DESTINATION_UNAVAILABLE);

    private final Answers answers = new Answers(AnswerSettings.defaults(), NOON);

    @ParameterizedTest
    @EnumSource
    void everyTypeHasItsStatusAndItsName(FailureType type) {
        Answer answer = answers.to(get("*/*"), Fault.of("orders", Failure.of(type), "secret 10.0.0.11"));

        assertThat(answer.status()).isEqualTo(type.status());
        assertThat(answer.headers())
                .contains(
                        new Header("Proxy-Status", "headgate; error=" + type.token() + "; next-hop=orders"),
                        new Header("Cache-Control", "no-store"),
                        new Header("Vary", "Accept"),
                        new Header("X-Content-Type-Options", "nosniff"),
                        new Header("X-Request-Id", "r-1"));
        assertThat(answer.text()).doesNotContain("10.0.0.11").contains(type.token());
    }

    @Test
    void problemDetails() {
        Answer answer = answers.to(get(null), Fault.of("orders", REFUSED, "secret"));

        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.text()).isEqualTo("""
                        {"type":"https://www.iana.org/assignments/http-proxy-status#connection_refused",\
                        "title":"The upstream refused the connection","status":502,\
                        "detail":"The upstream refused the connection. This is usually temporary. \
                        Please try again in a moment.","instance":"/api/orders","error":"connection_refused",\
                        "upstream":"orders","requestId":"r-1","timestamp":"2026-11-21T12:00:00.123Z"}
                        """);
    }

    @ParameterizedTest(name = "{0} ms: {1}")
    @CsvSource({"0,1", "1,1", "1000,1", "1001,2", "59001,60"})
    void retryAfterIsWholeSecondsRoundedUp(long millis, String seconds) {
        Failure failure = UNAVAILABLE.withRetryAfter(Duration.ofMillis(millis));

        Answer answer = answers.to(get("*/*"), Fault.of("orders", failure, null));

        assertThat(answer.headers()).contains(new Header("Retry-After", seconds));
        assertThat(answer.text()).contains("\"retryAfter\":" + seconds);
    }

    @Test
    void retryAfterStandsOnNothingBut503() {
        Failure failure = REFUSED.withRetryAfter(Duration.ofSeconds(3));

        assertThat(answers.to(get("*/*"), Fault.of("orders", failure, null)).headers())
                .extracting(Header::name)
                .doesNotContain("Retry-After");
        Answers overridden =
                new Answers(AnswerSettings.defaults().withStatus(FailureType.CONNECTION_REFUSED, 503), NOON);
        assertThat(overridden.to(get("*/*"), Fault.of("orders", failure, null)).headers())
                .contains(new Header("Retry-After", "3"));
    }

    @Test
    void detailsLeaveOnlyWhereTheyAreExposed() {
        Answers talkative = new Answers(AnswerSettings.defaults().withDetailsExposed(), NOON);

        Answer answer = talkative.to(get("*/*"), Fault.of("orders", REFUSED, "orders: 10.0.0.11 \"refused\""));

        assertThat(answer.headers().get(0).value()).endsWith("; details=\"orders: 10.0.0.11 \\\"refused\\\"\"");
        assertThat(answer.text()).contains("\"details\":\"orders: 10.0.0.11 \\\"refused\\\"\"");
    }

    @Test
    void theBodyIsEscaped() {
        CallerRequest evil = new CallerRequest("GET", "/<script>\"\\\u0001\u2028&", "application/json", "r-1");

        assertThat(answers.to(evil, Fault.of("<b>'x'", REFUSED, null)).text())
                .contains("\"instance\":\"/\\u003cscript\\u003e\\\"\\\\\\u0001\\u2028\\u0026\"")
                .contains("\"upstream\":\"\\u003cb\\u003e'x'\"");
        CallerRequest browser = new CallerRequest("GET", "/", "text/html", "r-1");
        assertThat(answers.to(browser, Fault.of("<b>'x'\"&", REFUSED, null)).text())
                .contains("&lt;b&gt;&#39;x&#39;&quot;&amp;")
                .doesNotContain("<b>");
    }

    @Test
    void thePageIsWholeAndReloadsItself() {
        Failure failure = UNAVAILABLE.withRetryAfter(Duration.ofSeconds(7));

        Answer answer = answers.to(get("text/html"), Fault.of("orders", failure, null));

        assertThat(answer.contentType()).isEqualTo("text/html; charset=utf-8");
        assertThat(answer.headers())
                .contains(new Header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"));
        assertThat(answer.text())
                .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
                .contains("<meta name=\"viewport\"", "color-scheme: light dark")
                .contains("<meta http-equiv=\"refresh\" content=\"7\">")
                .contains("<title>503 No endpoint of the upstream is available</title>")
                .contains("<h1>No endpoint of the upstream is available</h1>")
                .contains("This is usually temporary.", "Please try again in 7 seconds.")
                .contains("<dd>r-1</dd>")
                .contains("<time datetime=\"2026-11-21T12:00:00.123Z\">2026-11-21 12:00:00 UTC</time>")
                .doesNotContain("http://", "https://", "src=", "href=");
    }

    @Test
    void onlyThePageHasAPolicy() {
        for (String accept : new String[] {"application/json", "text/plain"}) {
            assertThat(answers.to(get(accept), Fault.of("orders", REFUSED, null))
                            .headers())
                    .extracting(Header::name)
                    .doesNotContain("Content-Security-Policy");
        }
    }

    @Test
    void aPageThatAnswersAPostDoesNotReloadItself() {
        CallerRequest post = new CallerRequest("POST", "/", "text/html", "r-1");
        Failure failure = UNAVAILABLE.withRetryAfter(Duration.ofSeconds(7));

        assertThat(answers.to(post, Fault.of("orders", failure, null)).text()).doesNotContain("http-equiv");
    }

    @Test
    void saysWhetherAnUnsafeRequestMayHaveBeenCarriedOut() {
        CallerRequest post = new CallerRequest("POST", "/", "text/plain", "r-1");
        Failure lost = Failure.of(FailureType.CONNECTION_TERMINATED, ExchangePhase.EXCHANGING, null);

        assertThat(answers.to(post, Fault.of("orders", REFUSED, null)).text())
                .contains("Your request was not carried out. Please try again in a moment.");
        assertThat(answers.to(post, Fault.of("orders", Failure.of(FailureType.DESTINATION_UNAVAILABLE), null))
                        .text())
                .contains("Your request was not carried out.");
        assertThat(answers.to(post, Fault.of("orders", lost, null)).text())
                .contains("Your request may have been carried out: check before you send it again.");
    }

    @Test
    void plainText() {
        assertThat(answers.to(get("text/plain"), Fault.of("orders", REFUSED, null))
                        .text())
                .isEqualTo("""
                        502 The upstream refused the connection.
                        This is usually temporary. Please try again in a moment.

                        error: connection_refused
                        upstream: orders
                        request id: r-1
                        time: 2026-11-21T12:00:00.123Z
                        """);
    }

    @Test
    void anErrorThatWasReceivedIsNoProblemOfOurs() {
        Header allow = new Header("Allow", "GET");
        Fault received = Fault.received("orders", 503, Duration.ofSeconds(7), List.of(allow));

        Answer answer = answers.to(get("application/json"), received);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers())
                .startsWith(allow, new Header("Proxy-Status", "headgate; received-status=503"))
                .contains(new Header("Retry-After", "7"));
        assertThat(answer.text()).isEqualTo("""
                        {"type":"about:blank","title":"Service Unavailable","status":503,\
                        "detail":"Service Unavailable. The upstream itself answered with this status. \
                        This is usually temporary. Please try again in 7 seconds.","instance":"/api/orders",\
                        "upstream":"orders","requestId":"r-1","timestamp":"2026-11-21T12:00:00.123Z","retryAfter":7}
                        """);
        assertThat(answers.to(get("text/plain"), received).text())
                .startsWith("503 Service Unavailable.\n")
                .doesNotContain("error:", "null");
    }

    @ParameterizedTest
    @CsvSource({
        "404, Not Found, The request has to be changed",
        "418, Client Error, The request has to be changed",
        "429, Too Many Requests, This is usually temporary.",
        "500, Internal Server Error, Whether it is temporary is not known.",
        "501, Not Implemented, This does not go away by itself",
        "599, Server Error, Whether it is temporary is not known."
    })
    void aStatusThatWasReceivedSaysAllThatIsKnown(int status, String title, String outlook) {
        String text = answers.to(get("text/plain"), Fault.received("orders", status, null, List.of()))
                .text();

        assertThat(text).startsWith(status + " " + title + ".\n").contains(outlook);
    }

    @Test
    void aFaultWithoutTypeHasAStatus() {
        assertThatThrownBy(() -> new Fault(null, null, "nothing", null, null, false, null, List.of()))
                .hasMessage("neither a type nor a status: nothing");
    }

    @Test
    void aRefusalHasItsOwnStatusAndNoUpstream() {
        Answer answer = answers.to(get("*/*"), Fault.refusal(404, "There is no route for this path"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers()).contains(new Header("Proxy-Status", "headgate; error=http_request_error"));
        assertThat(answer.text())
                .contains("\"title\":\"There is no route for this path\"")
                .doesNotContain("upstream\"");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, '\"requestId\":\"r-1\",\"traceId\":\"0af7\",'",
        "text/html, <dt>Trace id</dt><dd>0af7</dd>",
        "text/plain, trace id: 0af7"
    })
    void theTraceIsNamedInEachFormat(String accept, String text) {
        CallerRequest traced = new CallerRequest("GET", "/", accept, "r-1", "0af7");
        assertThat(answers.to(traced, Fault.of("orders", REFUSED, null)).text()).contains(text);
        assertThat(answers.to(get(accept), Fault.of("orders", REFUSED, null)).text())
                .doesNotContainIgnoringCase("trace");
    }

    private static CallerRequest get(@Nullable String accept) {
        return new CallerRequest("GET", "/api/orders", accept, "r-1");
    }
}
