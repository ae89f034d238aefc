package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.testing.RawUpstream;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that no upstream gets to see. */
class ProxyRefusalTest {
    private ProxyFixture proxy;

    @BeforeEach
    void start() throws IOException {
        proxy = new ProxyFixture(
                RawUpstream.answering("HTTP/1.1 200 OK\nContent-Length: 0", ""), "", Route.of("/api/**", "orders"));
    }

    @AfterEach
    void stop() {
        assertThat(proxy.upstream().requests()).isEmpty();
        proxy.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/../secret",
                "/api/./x",
                "/api/%2e%2e/secret",
                "/api/.%2E/secret",
                "/api/..;x=1/secret",
                "/api/..%3bx/secret",
                "/api/..",
                "/api/a%2fb",
                "/api/a%5Cb",
                "/api/a\\b",
                "/api/a%00b",
                "/api/a%zz",
                "/api/a%2",
                "/api/a%"
            })
    void pathsThatCanBeReadInTwoWays(String path) throws IOException {
        assertThat(RawClient.get(proxy.port(), path).status()).isEqualTo(400);
    }

    @Test
    void aPathWithoutARoute() throws IOException {
        RawResponse response =
                RawClient.get(proxy.port(), "/nothing?x", "Accept: application/json", "X-Request-Id: r-7");

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.headers("Content-Type")).containsExactly("application/problem+json");
        assertThat(response.headers("Proxy-Status")).containsExactly("headgate; error=http_request_error");
        assertThat(response.headers("X-Request-Id")).containsExactly("r-7");
        assertThat(response.body())
                .contains("\"title\":\"There is no route for this path\"", "\"instance\":\"/nothing\"", "\"r-7\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\nContent-Length: 6",
                "Content-Length: 5, 6",
                "Content-Length: 5\nContent-Length: 5",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: gzip",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: chunked\nTransfer-Encoding: chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding:\u000bchunked",
                "Transfer-Encoding : chunked",
                "Content-Length: five",
                "Content-Length: -5",
                "Content-Length: +5",
                "Content-Length: 0x5",
                "Content-Length: 99999999999999999999",
                "Content-Length:"
            })
    void anEndThatCanBeSeenInTwoPlaces(String framing) throws IOException {
        String smuggled = "0\r\n\r\nGET /api/smuggled HTTP/1.1\r\nHost: h\r\n\r\n";
        try (RawClient client = new RawClient(proxy.port())) {
            client.send("POST /api/x HTTP/1.1\nHost: h\n" + framing + "\n\n", smuggled);
            RawResponse response = client.readAll();

            assertThat(response.status()).isBetween(400, 501);
            assertThat(response.headers("Connection")).containsExactly("close");
            // nothing of what follows was taken for a request
            assertThat(response.text().split("HTTP/1.1 ", -1)).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT public.example:443", "GET api/x", "GET ?x", "TRACE /api/x"})
    void targetsThatAreNoPath(String line) throws IOException {
        assertThat(RawClient.call(proxy.port(), line + " HTTP/1.1\nHost: public.example", "")
                        .status())
                .isBetween(400, 501);
    }

    /* That is about the gateway itself, and Tomcat answers it. */
    @Test
    void optionsOfTheServer() throws IOException {
        assertThat(RawClient.call(proxy.port(), "OPTIONS * HTTP/1.1\nHost: public.example", "")
                        .headers("Allow"))
                .isNotEmpty();
    }

    @Test
    void aHeadThatIsTooLarge() throws IOException {
        assertThat(RawClient.get(proxy.port(), "/api/x", "X-Large: " + "x".repeat(100_000))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aTransferCodingInHttp10() throws IOException {
        RawResponse response =
                RawClient.call(proxy.port(), "POST /api/x HTTP/1.0\nHost: h\nTransfer-Encoding: chunked", "0\r\n\r\n");

        assertThat(response.status()).isEqualTo(400);
    }
}
