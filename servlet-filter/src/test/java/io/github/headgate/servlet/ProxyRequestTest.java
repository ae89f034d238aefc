package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.testing.RawRequest;
import io.github.headgate.testing.RawUpstream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the caller's request reaches the upstream, on the wire. */
class ProxyRequestTest {
    private ProxyFixture proxy;

    @BeforeEach
    void start() throws IOException {
        RawUpstream upstream = RawUpstream.once(peer -> {
            RawRequest request = peer.request();
            String body = request.headers("Content-Length").isEmpty() ? "" : request.text();
            peer.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        });
        proxy = new ProxyFixture(
                upstream,
                "",
                Route.of("/**", "orders"),
                new Route("/strip/me/**", "orders", "/strip", false),
                new Route("/host/**", "orders", "", true));
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    @Test
    void hopByHopHeadersEndHere() throws IOException {
        RawResponse response = RawClient.get(
                proxy.port(),
                "/",
                "Connection: close, X-Private",
                "Connection: x-also",
                "X-Private: 1",
                "X-Also: 2",
                "Keep-Alive: timeout=5",
                "Proxy-Connection: keep-alive",
                "Proxy-Authorization: Basic eDp5",
                "TE: trailers",
                "Trailer: X-Checksum",
                "Upgrade: websocket",
                "Expect: 100-continue",
                "X-Kept: a",
                "X-Kept: b",
                "Authorization: Basic eDp5");

        assertThat(response.text()).contains("200");
        RawRequest request = proxy.upstream().request();
        assertThat(request.names())
                .doesNotContain(
                        "x-private",
                        "x-also",
                        "keep-alive",
                        "proxy-connection",
                        "proxy-authorization",
                        "te",
                        "trailer",
                        "upgrade",
                        "expect",
                        "content-length",
                        "transfer-encoding");
        assertThat(request.headers("X-Kept")).containsExactly("a", "b");
        assertThat(request.headers("Authorization")).containsExactly("Basic eDp5");
        assertThat(request.headers("Connection")).doesNotContain("close, X-Private", "x-also");
    }

    @Test
    void saysWhoAskedAndThroughWhom() throws IOException {
        RawClient.get(
                proxy.port(),
                "/",
                "Via: 1.0 fred",
                "X-Forwarded-For: 192.0.2.1",
                "X-Forwarded-For: 192.0.2.2",
                "X-Forwarded-Proto: gopher",
                "X-Forwarded-Host: spoofed",
                "Forwarded: for=192.0.2.1",
                "X-Request-Id: abc-1");

        RawRequest request = proxy.upstream().request();
        assertThat(request.headers("Via"))
                .singleElement()
                .asString()
                .matches("1\\.0 fred, 1\\.1 headgate \\([0-9a-f]{32}\\)");
        assertThat(request.headers("X-Forwarded-For")).containsExactly("192.0.2.1, 192.0.2.2, 127.0.0.1");
        assertThat(request.headers("X-Forwarded-Proto")).containsExactly("http");
        assertThat(request.headers("X-Forwarded-Host")).containsExactly("public.example");
        assertThat(request.headers("Forwarded"))
                .containsExactly("for=192.0.2.1, for=127.0.0.1;host=public.example;proto=http");
        assertThat(request.headers("X-Request-Id")).containsExactly("abc-1");
    }

    @Test
    void whatConnectionNamesIsNotContinuedEither() throws IOException {
        RawClient.get(proxy.port(), "/", "Connection: close, X-Forwarded-For", "X-Forwarded-For: 192.0.2.1");

        assertThat(proxy.upstream().request().headers("X-Forwarded-For")).containsExactly("127.0.0.1");
    }

    @Test
    void hostIsTheUpstreamsOwn() throws IOException {
        RawClient.get(proxy.port(), "/");

        assertThat(proxy.upstream().request().headers("Host"))
                .containsExactly("127.0.0.1:" + proxy.upstream().port());
    }

    @Test
    void hostIsTheCallersWhereTheRouteKeepsIt() throws IOException {
        RawClient.get(proxy.port(), "/host/x");

        assertThat(proxy.upstream().request().headers("Host")).containsExactly("public.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a%20b/%C3%A4;v=1/x,y@z:!$&'()*+~?q=%2F%2e&a=b+c&&x",
                "/x?",
                "/x?a=/../b",
                "//double//slash",
                "/%61pi",
                "/..."
            })
    void pathAndQueryArriveByteForByte(String target) throws IOException {
        assertThat(RawClient.get(proxy.port(), target).status()).isEqualTo(200);

        assertThat(proxy.upstream().request().line()).isEqualTo("GET " + target + " HTTP/1.1");
    }

    @Test
    void ofAnAbsoluteTargetThePathCounts() throws IOException {
        RawClient.get(proxy.port(), "http://public.example/host/x?y");

        assertThat(proxy.upstream().request().line()).isEqualTo("GET /host/x?y HTTP/1.1");
        assertThat(proxy.upstream().request().headers("Host")).containsExactly("public.example");
    }

    @Test
    void thePrefixIsStripped() throws IOException {
        RawClient.get(proxy.port(), "/strip/me/x?y");
        RawClient.get(proxy.port(), "/strip/me");
        RawClient.get(proxy.port(), "/strip/me//evil.example/x");

        assertThat(proxy.upstream().requests())
                .extracting(RawRequest::line)
                .containsExactly("GET /me/x?y HTTP/1.1", "GET /me HTTP/1.1", "GET /me//evil.example/x HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "FOO", "get"})
    void anyMethodPasses(String method) throws IOException {
        RawResponse response =
                RawClient.call(proxy.port(), method + " /x HTTP/1.1\nHost: h\nContent-Length: 5", "hello");

        assertThat(response.body()).isEqualTo("hello");
        assertThat(proxy.upstream().request().line()).isEqualTo(method + " /x HTTP/1.1");
        assertThat(proxy.upstream().request().headers("Content-Length")).containsExactly("5");
    }

    @Test
    void anEmptyBodyStaysAnEmptyBodyAndNoneStaysNone() throws IOException {
        RawClient.call(proxy.port(), "POST /x HTTP/1.1\nHost: h\nContent-Length: 0", "");
        RawClient.call(proxy.port(), "FOO /x HTTP/1.1\nHost: h", "");

        List<RawRequest> requests = proxy.upstream().requests();
        assertThat(requests.get(0).headers("Content-Length")).containsExactly("0");
        assertThat(requests.get(1).names()).doesNotContain("content-length", "transfer-encoding");
    }

    /*
     * Tomcat resolves this one itself, as RFC 9112 §6.1 permits: it takes the chunked body, hides the Content-Length from
     * servlets and closes the connection, so that what follows is no request to anybody.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\nContent-Length: 5",
                "Content-Length: 5\nTransfer-Encoding: chunked",
            })
    void bothFramingsBecomeOneAndTheConnectionEnds(String framing) throws IOException {
        String smuggled = "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";
        try (RawClient client = new RawClient(proxy.port())) {
            client.send("POST /x HTTP/1.1\nHost: h\n" + framing + "\n\n", smuggled);
            RawResponse response = client.readAll();

            assertThat(response.headers("Connection")).containsExactly("close");
            assertThat(response.text().split("HTTP/1.1 ", -1)).hasSize(2);
        }
        // read whole before it is sent, as every small body, and so with the length that it really has
        assertThat(proxy.upstream().request().headers("Content-Length")).containsExactly("0");
        assertThat(proxy.upstream().request().headers("Transfer-Encoding")).isEmpty();
    }

    @Test
    void optionsGoesAsFarAsItMay() throws IOException {
        RawResponse here = RawClient.call(proxy.port(), "OPTIONS /x HTTP/1.1\nHost: h\nMax-Forwards: 0", "");
        assertThat(here.status()).isEqualTo(204);
        assertThat(proxy.upstream().requests()).isEmpty();

        RawClient.call(proxy.port(), "OPTIONS /x HTTP/1.1\nHost: h\nMax-Forwards: 3", "");
        assertThat(proxy.upstream().request().headers("Max-Forwards")).containsExactly("2");
    }

    @Test
    void maxForwardsBindsNoOtherMethod() throws IOException {
        RawClient.get(proxy.port(), "/x", "Max-Forwards: 0");

        assertThat(proxy.upstream().request().headers("Max-Forwards")).containsExactly("0");
    }

    @Test
    void theContextPathIsNotPartOfThePath() throws IOException {
        RawUpstream upstream = RawUpstream.answering("HTTP/1.1 200 OK\nContent-Length: 0", "");
        try (ProxyFixture deployed = new ProxyFixture(upstream, "/gw", Route.of("/api/**", "orders"))) {
            assertThat(RawClient.get(deployed.port(), "/gw/api/x").status()).isEqualTo(200);

            assertThat(upstream.request().line()).isEqualTo("GET /api/x HTTP/1.1");
        }
    }
}
