package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.headgate.testing.RawRequest;
import io.github.headgate.testing.RawUpstream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the caller gets when the upstream fails, on the wire. */
@Timeout(30)
class ProxyFailureTest {
    private static final Route TO_NOWHERE = Route.of("/**", "nowhere");
    /* More than response-buffer, so that a part is on its way when the rest does not come. */
    private static final int LARGE = 1 << 20;

    @Test
    void refused() throws IOException {
        try (LogCapture log = LogCapture.of("io.github.headgate.failures");
                ProxyFixture proxy = beforeNobody()) {
            RawResponse response = RawClient.get(proxy.port(), "/x?secret=1", "X-Request-Id: r-7");

            assertThat(response.status()).isEqualTo(502);
            assertThat(response.headers("Proxy-Status"))
                    .containsExactly("headgate; error=connection_refused; next-hop=nowhere");
            assertThat(response.headers("Cache-Control")).containsExactly("no-store");
            assertThat(response.headers("Vary")).containsExactly("Accept");
            assertThat(response.headers("X-Request-Id")).containsExactly("r-7");
            assertThat(response.body()).contains("\"upstream\":\"nowhere\"").doesNotContain("127.0.0.1", "Exception");

            assertThat(log.warnings()).hasSize(1);
            ILoggingEvent line = log.warnings().get(0);
            assertThat(LogCapture.value(line, "upstream")).isEqualTo("nowhere");
            assertThat(LogCapture.value(line, "failure")).isEqualTo("connection_refused");
            assertThat(LogCapture.value(line, "attempts"))
                    .startsWith("[#1 http://127.0.0.1:1 connection_refused in ")
                    .endsWith(" ms]");
            assertThat(LogCapture.value(line, "elapsedMillis")).matches("[0-9]+");
            assertThat(LogCapture.value(line, "status")).isEqualTo("502");
            assertThat(LogCapture.value(line, "requestId")).isEqualTo("r-7");
            assertThat(LogCapture.value(line, "method")).isEqualTo("GET");
            assertThat(LogCapture.value(line, "path")).isEqualTo("/x");
            assertThat(line.getFormattedMessage()).contains("process crashed, not started, or wrong port");
        }
    }

    @Test
    void theTraceOfTheCallerIsInTheAnswerAndInTheLog() throws IOException {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        try (ProxyFixture proxy = beforeNobody();
                LogCapture log = LogCapture.of("io.github.headgate.failures")) {
            RawResponse response =
                    RawClient.get(proxy.port(), "/x", "traceparent: 00-" + trace + "-b7ad6b7169203331-01");

            assertThat(response.body()).contains("\"traceId\":\"" + trace + "\"");
            assertThat(LogCapture.value(log.warnings().get(0), "traceId")).isEqualTo(trace);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, application/problem+json, {",
        "'text/html,*/*;q=0.8', text/html;charset=utf-8, <!DOCTYPE html>",
        "text/plain, text/plain;charset=utf-8, 502 The upstream refused the connection."
    })
    void theBodyIsWhatTheCallerAccepts(String accept, String contentType, String start) throws IOException {
        try (ProxyFixture proxy = beforeNobody()) {
            RawResponse response = RawClient.get(proxy.port(), "/x", "Accept: " + accept);

            assertThat(response.headers("Content-Type")).containsExactly(contentType);
            assertThat(response.body()).startsWith(start);
            assertThat(response.isBroken()).isFalse();
        }
    }

    @Test
    void headGetsTheHeadersOnly() throws IOException {
        try (ProxyFixture proxy = beforeNobody()) {
            RawResponse response = RawClient.call(proxy.port(), "HEAD /x HTTP/1.1\nHost: h\nX-Request-Id: r", "");
            RawResponse get = RawClient.get(proxy.port(), "/x", "X-Request-Id: r");

            assertThat(response.status()).isEqualTo(502);
            assertThat(response.headers("Proxy-Status")).hasSize(1);
            assertThat(response.headers("Content-Length")).isEqualTo(get.headers("Content-Length"));
            assertThat(response.body()).isEmpty();
        }
    }

    @Test
    void aPostThatMayHaveBeenCarriedOutIsNotSentAgain() throws IOException {
        RawUpstream upstream = RawUpstream.once(peer -> {
            RawRequest request = peer.request();
            request.text();
            peer.reset();
        });
        try (ProxyFixture proxy = ProxyFixture.before(upstream)) {
            RawResponse response =
                    RawClient.call(proxy.port(), "POST /x HTTP/1.1\nHost: h\nContent-Length: 5", "hello");

            assertThat(response.status()).isEqualTo(502);
            assertThat(response.headers("Proxy-Status"))
                    .containsExactly("headgate; error=connection_terminated; next-hop=orders");
            assertThat(response.body()).contains("may have been carried out");
            assertThat(upstream.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 1000", "Transfer-Encoding: chunked"})
    void aSmallBodyThatBreaksIsA502(String framing) throws IOException {
        RawUpstream upstream = breakingAfter(100, framing, 1000);
        try (ProxyFixture proxy = ProxyFixture.before(upstream)) {
            RawResponse response = RawClient.call(proxy.port(), "POST /x HTTP/1.1\nHost: h\nContent-Length: 0", "");

            assertThat(response.status()).isEqualTo(502);
            assertThat(response.headers("Proxy-Status"))
                    .containsExactly("headgate; error=http_response_incomplete; next-hop=orders");
            assertThat(response.headers("X-Theirs")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: " + LARGE, "Transfer-Encoding: chunked"})
    void aLargeBodyThatBreaksBreaksForTheCallerToo(String framing) throws IOException {
        RawUpstream upstream = breakingAfter(LARGE / 2, framing, LARGE);
        try (LogCapture log = LogCapture.of("io.github.headgate.failures");
                ProxyFixture proxy = ProxyFixture.before(upstream);
                RawClient client = new RawClient(proxy.port())) {
            client.send("GET /x HTTP/1.1\nHost: h\n\n", "");
            RawResponse response = client.readAll();

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.isBroken()).isTrue();
            assertThat(response.body())
                    .doesNotContain("http_response_incomplete")
                    .doesNotContain("<html");
            assertThat(log.warnings()).hasSize(1);
            assertThat(LogCapture.value(log.warnings().get(0), "elapsedMillis")).matches("[0-9]+");
            assertThat(LogCapture.value(log.warnings().get(0), "status")).isEmpty();
        }
    }

    /* A body is sent at once where it is a stream of events: what is on its way cannot be taken back. */
    @Test
    void aStreamOfEventsThatBreaksBreaksForTheCallerToo() throws IOException {
        RawUpstream upstream = RawUpstream.answering(
                "HTTP/1.1 200 OK\nContent-Type: text/event-stream\nTransfer-Encoding: chunked", "9\r\ndata: 1\n\n\r\n");
        try (ProxyFixture proxy = ProxyFixture.before(upstream)) {
            RawResponse response = RawClient.get(proxy.port(), "/");

            assertThat(response.body()).contains("data: 1");
            assertThat(response.isBroken()).isTrue();
        }
    }

    @Test
    void ourOwnMarkIsALoop() throws IOException {
        RawUpstream upstream = RawUpstream.once(peer -> {
            RawRequest request = peer.request();
            int port = Integer.parseInt(request.headers("X-Gateway").get(0));
            String via = request.headers("Via").get(0);
            RawResponse looped = RawClient.get(port, "/x", "Via: " + via, "Accept: text/plain");
            peer.send(looped.text());
        });
        try (ProxyFixture proxy = ProxyFixture.before(upstream)) {
            RawResponse response = RawClient.get(proxy.port(), "/x", "X-Gateway: " + proxy.port());

            assertThat(response.status()).isEqualTo(502);
            assertThat(response.headers("Proxy-Status"))
                    .containsExactly(
                            "headgate; error=proxy_loop_detected; next-hop=orders", "headgate; received-status=502");
            assertThat(upstream.requests()).hasSizeLessThan(4);
        }
    }

    private static ProxyFixture beforeNobody() throws IOException {
        return new ProxyFixture(RawUpstream.answering("HTTP/1.1 500 Unused", ""), "", TO_NOWHERE);
    }

    private static RawUpstream breakingAfter(int bytes, String framing, int announced) throws IOException {
        String start = framing.startsWith("Transfer") ? Integer.toHexString(announced) + "\r\n" : "";
        return RawUpstream.answering("HTTP/1.1 200 OK\nX-Theirs: 1\n" + framing, start + "x".repeat(bytes));
    }
}
