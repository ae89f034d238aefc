package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.testing.RawUpstream;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An upstream's own error on a route that overrides it, on the wire. */
@Timeout(30)
class ProxyOverrideTest {
    private static final Set<Integer> EVERY_ERROR =
            IntStream.rangeClosed(400, 599).boxed().collect(Collectors.toSet());
    private static final int MORE_THAN_SOCKETS_HOLD = 32 << 20;
    private static final String CHUNK = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
    private static final String THEIRS = "<h1>Whitelabel at 10.0.0.11</h1>";
    private static final String THEIR_HEADERS = """
            Content-Type: text/html
            Content-Encoding: identity
            Set-Cookie: a=1
            Server: theirs
            Cache-Control: max-age=3600
            ETag: "x"
            X-Theirs: 1
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | application/problem+json | {\"type\":\"about:blank\",\"title\":\"Service Unavailable\"",
                "text/html | text/html;charset=utf-8 | <!DOCTYPE html>",
                "text/plain | text/plain;charset=utf-8 | 503 Service Unavailable."
            })
    void theCallerGetsOurAnswerWithTheirStatus(String accept, String contentType, String start) throws IOException {
        RawResponse response = post(503, THEIR_HEADERS, "Accept: " + accept, "X-Request-Id: r-7");

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.headers("Proxy-Status")).containsExactly("headgate; received-status=503");
        assertThat(response.headers("Content-Type")).containsExactly(contentType);
        assertThat(response.headers("Cache-Control")).containsExactly("no-store");
        assertThat(response.headers("Vary")).containsExactly("Accept");
        assertThat(response.headers("X-Request-Id")).containsExactly("r-7");
        assertThat(response.body())
                .startsWith(start)
                .contains("Your request may have been carried out")
                .doesNotContain("Whitelabel", "error:", "\"error\"");
        for (String theirs : new String[] {"Set-Cookie", "Server", "ETag", "X-Theirs", "Content-Encoding", "Via"}) {
            assertThat(response.headers(theirs)).as(theirs).isEmpty();
        }
        assertThat(response.isBroken()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 504, 404})
    void aStatusThatIsNotListedPasses(int status) throws IOException {
        RawUpstream upstream =
                RawUpstream.answering("HTTP/1.1 " + status + " X\nContent-Length: 32\n" + THEIR_HEADERS, THEIRS);
        try (ProxyFixture proxy = overriding(upstream, Set.of(500, 503))) {
            RawResponse response = call(proxy, "POST");

            assertThat(response.status()).isEqualTo(status);
            assertThat(response.body()).isEqualTo(THEIRS);
            assertThat(response.headers("X-Theirs")).containsExactly("1");
        }
    }

    @Test
    void whatTheStatusRequiresIsKept() throws IOException {
        RawResponse unauthorized = post(401, "WWW-Authenticate: Basic realm=\"a\"\nWWW-Authenticate: Bearer");
        assertThat(unauthorized.headers("WWW-Authenticate")).containsExactly("Basic realm=\"a\"", "Bearer");
        assertThat(unauthorized.headers("Proxy-Status")).containsExactly("headgate; received-status=401");

        assertThat(post(405, "Allow: GET, HEAD").headers("Allow")).containsExactly("GET, HEAD");
        assertThat(post(416, "Content-Range: bytes */1234").headers("Content-Range"))
                .containsExactly("bytes */1234");
        assertThat(post(404, "Content-Range: bytes */1234").headers("Content-Range"))
                .isEmpty();
        assertThat(post(502, "Proxy-Status: inner; error=dns_error").headers("Proxy-Status"))
                .containsExactly("inner; error=dns_error", "headgate; received-status=502");
    }

    @ParameterizedTest
    @CsvSource({
        "429, 30, 30",
        "503, 30, 30",
        "503, 'Fri, 31 Dec 9999 23:59:59 GMT', 31536000",
        "503, 'Fri, 31 Dec 1999 23:59:59 GMT',",
        "503, soon,",
        "503, -5,",
        "503, 0,"
    })
    void retryAfterIsKeptIfItIsOne(int status, String theirs, String ours) throws IOException {
        RawResponse response = get(status, "Retry-After: " + theirs, "Accept: text/html");

        if (ours == null) {
            assertThat(response.headers("Retry-After")).isEmpty();
            assertThat(response.body())
                    .contains("Please try again in a moment.")
                    .doesNotContain("http-equiv");
        } else {
            assertThat(response.headers("Retry-After")).containsExactly(ours);
            assertThat(response.body())
                    .contains("Please try again in " + ours + " seconds.")
                    .contains("<meta http-equiv=\"refresh\" content=\"" + ours + "\">");
        }
    }

    @Test
    void headGetsTheHeadersOnly() throws IOException {
        RawUpstream upstream = RawUpstream.answering("HTTP/1.1 500 X\nContent-Length: 32", "");
        try (ProxyFixture proxy = overriding(upstream, EVERY_ERROR)) {
            RawResponse response = call(proxy, "HEAD");

            assertThat(response.status()).isEqualTo(500);
            assertThat(response.headers("Proxy-Status")).containsExactly("headgate; received-status=500");
            assertThat(response.headers("Content-Type")).containsExactly("application/problem+json");
            assertThat(Integer.parseInt(response.headers("Content-Length").get(0)))
                    .isGreaterThan(100);
            assertThat(response.body()).isEmpty();
        }
    }

    /* That nobody reads the error to its end does not make it a success. */
    @Test
    void aBodyWithoutEndIsNotReadAndCountsAgainstTheEndpoint() throws IOException {
        AtomicInteger sentToTheEnd = new AtomicInteger();
        RawUpstream upstream = RawUpstream.once(peer -> {
            peer.send("HTTP/1.1 500 X\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < MORE_THAN_SOCKETS_HOLD; i += CHUNK.length()) {
                peer.send(CHUNK);
            }
            sentToTheEnd.incrementAndGet();
        });
        try (LogCapture log = LogCapture.of("io.github.headgate.failures");
                ProxyFixture proxy = overriding(upstream, EVERY_ERROR)) {
            for (int i = 0; i < 5; i++) {
                RawResponse response = call(proxy, "POST");
                assertThat(response.headers("Proxy-Status")).containsExactly("headgate; received-status=500");
                assertThat(response.body()).contains("\"title\":\"Internal Server Error\"");
            }
            upstream.awaitNoConnection();
            assertThat(sentToTheEnd).hasValue(0);
            assertThat(log.warnings()).isEmpty();

            assertThat(call(proxy, "POST").headers("Proxy-Status"))
                    .containsExactly("headgate; error=destination_unavailable; next-hop=orders");
        }
    }

    private static RawResponse post(int status, String theirHeaders, String... headers) throws IOException {
        return through("POST", status, theirHeaders, headers);
    }

    private static RawResponse get(int status, String theirHeaders, String... headers) throws IOException {
        return through("GET", status, theirHeaders, headers);
    }

    private static RawResponse through(String method, int status, String theirHeaders, String... headers)
            throws IOException {
        String head = "HTTP/1.1 " + status + " X\nContent-Length: 32\n" + theirHeaders;
        try (ProxyFixture proxy = overriding(RawUpstream.answering(head, THEIRS), EVERY_ERROR)) {
            return call(proxy, method, headers);
        }
    }

    private static ProxyFixture overriding(RawUpstream upstream, Set<Integer> statuses) {
        return new ProxyFixture(upstream, "", Route.of("/**", "orders").withOverrideErrors(statuses));
    }

    private static RawResponse call(ProxyFixture proxy, String method, String... headers) throws IOException {
        String length = method.equals("POST") ? "Content-Length: 0\n" : "";
        return RawClient.call(
                proxy.port(), method + " /x HTTP/1.1\nHost: h\n" + length + String.join("\n", headers), "");
    }
}
