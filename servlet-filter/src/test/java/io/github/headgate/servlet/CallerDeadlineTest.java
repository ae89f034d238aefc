package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.Headgate;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.testing.RawUpstream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A deadline goes from the caller through the gateway to the upstream, and is shorter on each way. */
@Timeout(30)
class CallerDeadlineTest {
    private RawUpstream upstream;
    private Headgate headgate;
    private TestContainer container;

    @BeforeEach
    void start() throws Exception {
        upstream = new RawUpstream(peer -> {
            if (peer.request().head().contains("/stall")) {
                peer.stall();
            } else {
                peer.ok("fine");
            }
        });
        headgate = Headgate.builder()
                .upstream("orders", orders -> orders.endpoints("http://127.0.0.1:" + upstream.port())
                        .deadlineHeader("X-Request-Timeout")
                        .attemptTimeout(Duration.ofSeconds(20))
                        .deadline(Duration.ofSeconds(25)))
                .build();
        container = new TestContainer("")
                .filter(new CallerDeadlineFilter(List.of("grpc-timeout", "X-Request-Deadline")))
                .servlet(
                        "/*",
                        new UpstreamProxyServlet(
                                headgate, List.of(Route.of("/**", "orders")), AnswerSettings.defaults()))
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        container.close();
        headgate.close();
        upstream.close();
    }

    @Test
    void theUpstreamIsToldWhatIsLeft() throws Exception {
        RawClient.get(container.port(), "/");
        RawClient.get(container.port(), "/", "grpc-timeout: 3S");
        RawClient.get(container.port(), "/", "grpc-timeout: 3S", "X-Request-Timeout: 7");
        assertThat(told(0)).isBetween(15_000L, 20_000L);
        assertThat(told(1)).isBetween(1_000L, 3_000L);
        assertThat(told(2)).as("what the caller sent is replaced").isBetween(1_000L, 3_000L);
    }

    private long told(int request) {
        String head = upstream.heads().get(request);
        assertThat(head).containsOnlyOnce("X-Request-Timeout: ");
        return Long.parseLong(head.replaceAll("(?s).*X-Request-Timeout: ([0-9]+)\r\n.*", "$1"));
    }

    @Test
    void theCallEndsWhenTheCallerNoMoreWaits() throws Exception {
        long start = System.nanoTime();
        RawResponse response = RawClient.get(container.port(), "/stall", "grpc-timeout: 300m");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(response.status()).isEqualTo(504);
        assertThat(took).isBetween(Duration.ofMillis(295), Duration.ofSeconds(5));
    }

    @Test
    void aValueOfAnotherFormIsIgnored() throws Exception {
        RawResponse response =
                RawClient.get(container.port(), "/", "grpc-timeout: soon", "X-Request-Deadline: tomorrow");
        assertThat(response.status()).isEqualTo(200);
    }
}
