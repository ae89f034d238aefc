package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.testing.RawUpstream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the upstream's response reaches the caller, on the wire. */
class ProxyResponseTest {
    @Test
    void hopByHopHeadersEndHereAndTheOthersPass() throws IOException {
        RawResponse response = getThroughProxy("""
                HTTP/1.1 201 Made
                Connection: keep-alive, X-Private
                X-Private: 1
                Keep-Alive: timeout=5
                Proxy-Authenticate: Basic
                Trailer: X-Checksum
                Upgrade: h2c
                Set-Cookie: a=1; Path=/
                Set-Cookie: b=2; HttpOnly
                Content-Type: text/html; charset=utf-8
                Content-Encoding: gzip
                Date: Sat, 21 Nov 2026 10:00:00 GMT
                Server: theirs
                Via: 1.0 fred
                ETag: "x"
                Content-Length: 5
                """, "hello");

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.headers("X-Private")).isEmpty();
        assertThat(response.headers("Keep-Alive")).isEmpty();
        assertThat(response.headers("Proxy-Authenticate")).isEmpty();
        assertThat(response.headers("Trailer")).isEmpty();
        assertThat(response.headers("Upgrade")).isEmpty();
        assertThat(response.headers("Set-Cookie")).containsExactly("a=1; Path=/", "b=2; HttpOnly");
        assertThat(response.headers("Content-Type")).singleElement().asString().matches("text/html; ?charset=utf-8");
        assertThat(response.headers("Content-Encoding")).containsExactly("gzip");
        assertThat(response.headers("Date")).containsExactly("Sat, 21 Nov 2026 10:00:00 GMT");
        assertThat(response.headers("Server")).containsExactly("theirs");
        assertThat(response.headers("Via")).containsExactly("1.0 fred", "1.1 headgate");
        assertThat(response.headers("ETag")).containsExactly("\"x\"");
        assertThat(response.headers("Content-Length")).containsExactly("5");
        assertThat(response.body()).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "application/x;p=\"a;b\"", "text/plain;charset=klingon", "text/event-stream"
            })
    void theContentTypeIsNotChanged(String type) throws IOException {
        RawResponse response = getThroughProxy("HTTP/1.1 200 OK\nContent-Length: 0\nContent-Type: " + type, "");

        assertThat(response.headers("Content-Type")).containsExactly(type);
    }

    @Test
    void aLargeBodyOfUnknownLengthStaysChunked() throws IOException {
        String chunk = "20000\r\n" + "x".repeat(0x20000) + "\r\n";
        RawResponse response =
                getThroughProxy("HTTP/1.1 200 OK\nTransfer-Encoding: chunked", chunk + "0\r\nX-Trailer: 1\r\n\r\n");

        assertThat(response.headers("Transfer-Encoding")).containsExactly("chunked");
        assertThat(response.headers("Content-Length")).isEmpty();
        assertThat(response.body().chars().filter(c -> c == 'x').count()).isEqualTo(0x20000);
        assertThat(response.body()).endsWith("\r\n0\r\n\r\n");
    }

    @Test
    void headersThatTheContainerWouldNotSendAreOurFailureAndNotIts() throws IOException {
        RawResponse response = getThroughProxy(
                "HTTP/1.1 200 OK\nSet-Cookie: a=b\nX-A: " + "a".repeat(20_000) + "\nContent-Length: 5", "hello");

        assertThat(response.status()).isEqualTo(502);
        assertThat(response.headers("Proxy-Status"))
                .containsExactly("headgate; error=http_response_header_section_size; next-hop=orders");
        assertThat(response.headers("X-A")).isEmpty();
        assertThat(response.headers("Set-Cookie")).isEmpty();
        assertThat(response.headers("Via")).isEmpty();
        assertThat(response.body()).doesNotContain("hello").contains("http_response_header_section_size");
    }

    @Test
    void headersThatTheContainerJustSendsAreSent() throws IOException {
        RawResponse response =
                getThroughProxy("HTTP/1.1 200 OK\nX-A: " + "a".repeat(7_000) + "\nContent-Length: 5", "hello");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers("X-A")).hasSize(1);
        assertThat(response.headers("Content-Length")).containsExactly("5");
        assertThat(response.body()).isEqualTo("hello");
    }

    @Test
    void aBodyThatEndsWithItsConnectionIsWhole() throws IOException {
        RawResponse response = getThroughProxy("HTTP/1.1 200 OK\nConnection: close", "hello");

        assertThat(response.body()).contains("hello");
        assertThat(response.isBroken()).isFalse();
    }

    @Test
    void theAnswerToHeadTellsTheLengthAndHasNoBody() throws IOException {
        RawResponse response = throughProxy("HEAD /x", "HTTP/1.1 200 OK\nContent-Length: 12345", "");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers("Content-Length")).containsExactly("12345");
        assertThat(response.body()).isEmpty();
    }

    @Test
    void theAnswerToHeadDoesNotInventALength() throws IOException {
        RawResponse response = throughProxy("HEAD /x", "HTTP/1.1 200 OK\nTransfer-Encoding: chunked", "");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers("Content-Length")).isEmpty();
        assertThat(response.body()).isEmpty();
    }

    @Test
    void notModifiedHasNoBody() throws IOException {
        RawResponse response = getThroughProxy("HTTP/1.1 304 Not Modified\nETag: \"x\"\nContent-Length: 99", "");

        assertThat(response.status()).isEqualTo(304);
        assertThat(response.headers("ETag")).containsExactly("\"x\"");
        assertThat(response.headers("Content-Length")).isIn(java.util.List.of(), java.util.List.of("99"));
        assertThat(response.body()).isEmpty();
    }

    @Test
    void noContentHasNoBodyAndNoLength() throws IOException {
        RawResponse response = getThroughProxy("HTTP/1.1 204 No Content", "");

        assertThat(response.status()).isEqualTo(204);
        assertThat(response.headers("Content-Length")).isEmpty();
        assertThat(response.headers("Transfer-Encoding")).isEmpty();
        assertThat(response.body()).isEmpty();
    }

    @Test
    void resetContentHasNoBody() throws IOException {
        RawResponse response = getThroughProxy("HTTP/1.1 205 Reset Content\nContent-Length: 0", "");

        assertThat(response.status()).isEqualTo(205);
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 599})
    void whatTheUpstreamAnswersItselfPassesWithTheStatusThatWasReceived(int status) throws IOException {
        RawResponse response = getThroughProxy(
                "HTTP/1.1 " + status + " X\nProxy-Status: inner; error=dns_error\nRetry-After: 99\nContent-Length: 4",
                "busy");

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers("Proxy-Status"))
                .containsExactly("inner; error=dns_error", "headgate; received-status=" + status);
        assertThat(response.headers("Retry-After")).containsExactly("99");
        assertThat(response.body()).isEqualTo("busy");
    }

    @Test
    void whatIsNoFailureHasNoProxyStatus() throws IOException {
        assertThat(getThroughProxy("HTTP/1.1 404 Not Found\nContent-Length: 0", "")
                        .headers("Proxy-Status"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders/7?x=/y|/gw/api/orders/7?x=/y",
                "http://127.0.0.1:UPSTREAM/orders/7#f|http://public.example/gw/api/orders/7#f",
                "HTTP://127.0.0.1:UPSTREAM|http://public.example/gw/api/",
                "https://orders.example/orders/7|http://public.example/gw/api/orders/7",
                "https://orders.example:8443/orders/7|https://orders.example:8443/orders/7",
                "https://elsewhere.example/orders|https://elsewhere.example/orders",
                "//elsewhere.example/orders|//elsewhere.example/orders",
                "7/items|7/items",
                "mailto:a@b|mailto:a@b"
            })
    void locationsLeadBackThroughTheRoute(String given) throws IOException {
        String[] parts = given.split("\\|", 2);
        RawUpstream upstream = RawUpstream.once(peer -> {
            String location =
                    parts[0].replace("UPSTREAM", String.valueOf(peer.socket().getLocalPort()));
            peer.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + "\r\nContent-Location: "
                    + location + "\r\n\r\n");
        });
        Route route = new Route("/api/orders/**", "orders", "/api", false);
        try (ProxyFixture proxy = new ProxyFixture(upstream, "/gw", route)) {
            RawResponse response = RawClient.get(proxy.port(), "/gw/api/orders");

            assertThat(upstream.request().line()).isEqualTo("GET /orders HTTP/1.1");
            assertThat(response.headers("Location")).containsExactly(parts[1]);
            assertThat(response.headers("Content-Location")).containsExactly(parts[1]);
        }
    }

    @Test
    void anUpstreamThatSeesThePublicHostPointsAtIt() throws IOException {
        RawUpstream upstream = RawUpstream.answering(
                "HTTP/1.1 302 Found\nContent-Length: 0\nLocation: http://public.example/orders/7", "");
        try (ProxyFixture proxy = new ProxyFixture(upstream, "", new Route("/api/**", "orders", "/api", true))) {
            assertThat(RawClient.get(proxy.port(), "/api/orders").headers("Location"))
                    .containsExactly("http://public.example/api/orders/7");
        }
    }

    private static RawResponse getThroughProxy(String head, String body) throws IOException {
        return throughProxy("GET /x", head, body);
    }

    private static RawResponse throughProxy(String request, String head, String body) throws IOException {
        try (ProxyFixture proxy = ProxyFixture.before(RawUpstream.answering(head, body))) {
            return RawClient.call(proxy.port(), request + " HTTP/1.1\nHost: public.example", "");
        }
    }
}
