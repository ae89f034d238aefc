package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import java.io.IOException;
import java.net.ServerSocket;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.junit5.StartStop;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;

class HeadgateTest {
    @StartStop
    public final MockWebServer server = new MockWebServer();

    @Test
    void answersWhatTheUpstreamAnswers() throws Exception {
        server.enqueue(new MockResponse.Builder().body("hello").build());
        try (Headgate headgate = Headgate.builder()
                        .upstream("orders", orders -> orders.endpoints("http://127.0.0.1:" + server.getPort()))
                        .build();
                ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/a%2Fb/./c//d?x=%20&y=%7C"))) {
            assertThat(response.getCode()).isEqualTo(200);
            assertThat(EntityUtils.toString(response.getEntity())).isEqualTo("hello");
            assertThat(server.takeRequest().getTarget()).isEqualTo("/a%2Fb/./c//d?x=%20&y=%7C");
        }
    }

    @Test
    void failsOverFromARefusedEndpoint() throws Exception {
        int refused = closedPort();
        for (int i = 0; i < 20; i++) {
            server.enqueue(new MockResponse.Builder().body("hello").build());
        }
        try (Headgate headgate = Headgate.builder()
                .upstream(
                        "orders",
                        orders ->
                                orders.endpoints("http://127.0.0.1:" + refused, "http://localhost:" + server.getPort()))
                .build()) {
            for (int i = 0; i < 20; i++) {
                try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
                    assertThat(EntityUtils.toString(response.getEntity())).isEqualTo("hello");
                }
            }
        }
    }

    @Test
    void tellsThatTheOnlyEndpointRefuses() throws Exception {
        int refused = closedPort();
        try (Headgate headgate = Headgate.builder()
                .upstream("orders", orders -> orders.endpoints("http://127.0.0.1:" + refused))
                .build()) {
            UpstreamException failure =
                    catchThrowableOfType(UpstreamException.class, () -> headgate.execute("orders", new HttpGet("/"))
                            .close());
            assertThat(failure.type()).isEqualTo(FailureType.CONNECTION_REFUSED);
            assertThat(failure.attempts()).hasSize(3);
            assertThat(failure)
                    .hasMessageMatching(
                            "orders: no attempt left after 3 of 3 in \\d+ ms \\(connection_refused, connection_refused, connection_refused\\)");
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
