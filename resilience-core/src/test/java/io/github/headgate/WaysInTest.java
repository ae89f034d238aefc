package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.headgate.failure.AttemptReport;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.settings.InvalidSettingsException;
import io.github.headgate.testing.Ports;
import io.github.headgate.testing.RawUpstream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;

/** The three ways in, and what they are configured with. */
class WaysInTest {
    @Test
    void theDropInClientSendsEverythingToItsUpstream() throws Exception {
        try (RawUpstream good = new RawUpstream(peer -> peer.ok("good"));
                Headgate headgate = Headgate.builder()
                        .upstream(
                                "orders", orders -> orders.endpoints("http://127.0.0.1:" + Ports.refused(), good.url()))
                        .build()) {
            CloseableHttpClient client = headgate.httpClient("orders");
            for (int i = 0; i < 10; i++) {
                String body = client.execute(
                        new HttpGet("http://orders/items?page=" + i),
                        response -> EntityUtils.toString(response.getEntity()));
                assertThat(body).isEqualTo("good");
            }
            assertThat(good.heads()).hasSize(10).allSatisfy(head -> assertThat(head)
                    .startsWith("GET /items?page=")
                    .contains("Host: 127.0.0.1:" + good.port()));
            client.close();
            assertThat(client.execute(new HttpGet("/"), ClassicHttpResponse::getCode))
                    .isEqualTo(200);
        }
    }

    @Test
    void theDropInClientThrowsTheFailure() throws Exception {
        try (Headgate headgate = Headgate.builder()
                .upstream("orders", orders -> orders.endpoints("http://127.0.0.1:" + Ports.refused()))
                .build()) {
            assertThatThrownBy(() -> headgate.httpClient("orders").execute(new HttpGet("/"), response -> 1))
                    .isInstanceOf(UpstreamException.class);
            assertThatThrownBy(() -> headgate.httpClient("order"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected: one of [orders]");
        }
    }

    @Test
    void headersAndHostAreSentAsTheyAre() throws Exception {
        try (RawUpstream good = new RawUpstream(peer -> peer.ok("good"));
                Headgate headgate = Headgate.builder()
                        .resolver(host -> List.of(InetAddress.getLoopbackAddress()))
                        .upstream("orders", orders -> orders.endpoints("http://orders.test:" + good.port()))
                        .build()) {
            HttpGet own = new HttpGet("/");
            own.addHeader("Host", "shop.example");
            own.addHeader("X-Twice", "a");
            own.addHeader("X-Twice", "b");
            headgate.execute("orders", own).close();
            headgate.execute("orders", new HttpGet("/")).close();
            assertThat(good.heads().get(0)).contains("Host: shop.example\r\n", "X-Twice: a\r\nX-Twice: b\r\n");
            assertThat(good.heads().get(1)).contains("Host: orders.test:" + good.port() + "\r\n");
            assertThat(good.heads()).allSatisfy(head -> assertThat(head)
                    .doesNotContain("User-Agent", "Accept-Encoding", "Cookie", "Upgrade"));
        }
    }

    @Test
    void responsesPassAsTheyAre() throws Exception {
        try (RawUpstream elsewhere = new RawUpstream(
                        peer -> peer.send(
                                "HTTP/1.1 302 Found\r\nLocation: /other\r\n"
                                        + "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Encoding: gzip\r\nContent-Length: 8\r\n\r\nnot gzip"));
                Headgate headgate = Headgate.builder()
                        .upstream("orders", orders -> orders.endpoints(elsewhere.url()))
                        .build()) {
            for (int i = 0; i < 2; i++) {
                try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
                    assertThat(response.getCode()).isEqualTo(302);
                    assertThat(response.getHeaders("Set-Cookie")).hasSize(2);
                    assertThat(response.getFirstHeader("Content-Encoding").getValue())
                            .isEqualTo("gzip");
                    assertThat(EntityUtils.toString(response.getEntity())).isEqualTo("not gzip");
                }
            }
            assertThat(elsewhere.heads()).hasSize(2).allSatisfy(head -> assertThat(head)
                    .doesNotContain("Cookie"));
        }
    }

    private static Headgate tcp(CallListener listener) {
        return Headgate.builder()
                .listener(listener)
                .upstream("db", db -> db.endpoints("tcp://127.0.0.1:1", "tcp://127.0.0.1:2")
                        .connectTimeout(Duration.ofMillis(100))
                        .attemptTimeout(Duration.ofMillis(100))
                        .deadline(Duration.ofMillis(500)))
                .build();
    }

    @Test
    void workGoesToAnotherEndpointAfterAFailureToConnect() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        try (Headgate headgate = tcp(new CallListener() {})) {
            String result = headgate.call("db", endpoint -> {
                attempts.incrementAndGet();
                if (endpoint.port() == 1) {
                    throw new ConnectException("Connection refused");
                }
                return "row";
            });
            assertThat(result).isEqualTo("row");
            assertThat(attempts.get()).isBetween(1, 2);
        }
    }

    @Test
    void workThatMayHaveBeenDoneIsNotDoneAgain() {
        AtomicInteger attempts = new AtomicInteger();
        Callable<String> work = () -> {
            attempts.incrementAndGet();
            throw new IOException("Connection reset", new java.net.SocketException("Connection reset"));
        };
        try (Headgate headgate = tcp(new CallListener() {})) {
            assertThatThrownBy(() -> headgate.call("db", work))
                    .isInstanceOfSatisfying(UpstreamException.class, failure -> assertThat(failure.type())
                            .isEqualTo(FailureType.CONNECTION_TERMINATED));
            assertThat(attempts).hasValue(1);
        }
    }

    @Test
    void theApplicationsOwnExceptionsPassAndBlameNobody() {
        try (Headgate headgate = tcp(new CallListener() {})) {
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> headgate.call("db", (Callable<String>) () -> {
                            throw new IllegalArgumentException("own");
                        }))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThat(headgate.status().get(0).isWhole()).isTrue();
            assertThat(headgate.status().get(0).inFlight()).isZero();
        }
    }

    @Test
    void anErrorGivesEverythingBack() {
        try (Headgate headgate = tcp(new CallListener() {})) {
            assertThatThrownBy(() -> headgate.call("db", (Callable<String>) () -> {
                        throw new StackOverflowError();
                    }))
                    .isInstanceOf(StackOverflowError.class);
            assertThat(headgate.status().get(0).inFlight()).isZero();
            assertThat(headgate.status().get(0).endpoints())
                    .allSatisfy(endpoint -> assertThat(endpoint.inFlight()).isZero());
        }
    }

    @Test
    void workIsInterruptedWhenItsTimeIsUpAndTheThreadIsNot() {
        CountDownLatch never = new CountDownLatch(1);
        try (Headgate headgate = tcp(new CallListener() {})) {
            UpstreamException failure = catchThrowableOfType(
                    UpstreamException.class,
                    () -> headgate.call("db", (Callable<Boolean>) () -> {
                        never.await();
                        return true;
                    }));
            assertThat(failure.type()).isEqualTo(FailureType.HTTP_RESPONSE_TIMEOUT);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThat(headgate.status().get(0).inFlight()).isZero();
        }
    }

    @Test
    void workThatReturnsAfterItsTimeHasFailedAndTheThreadIsNotInterrupted() {
        try (Headgate headgate = tcp(new CallListener() {})) {
            UpstreamException failure = catchThrowableOfType(
                    UpstreamException.class,
                    () -> headgate.call("db", (Callable<Boolean>) () -> {
                        while (!Thread.currentThread().isInterrupted()) {
                            Thread.onSpinWait();
                        }
                        return true;
                    }));
            assertThat(failure.type()).isEqualTo(FailureType.HTTP_RESPONSE_TIMEOUT);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void listenersHearEverythingAndAFailingOneChangesNothing() throws Exception {
        List<String> heard = new ArrayList<>();
        CallListener listener = new CallListener() {
            @Override
            public void attemptEnded(String upstream, AttemptReport attempt) {
                heard.add(upstream + " " + attempt.number() + " " + attempt.outcome());
                throw new IllegalStateException("a listener's own");
            }

            @Override
            public void callAnswered(String upstream, List<AttemptReport> attempts, Duration elapsed) {
                heard.add("answered after " + attempts.size());
            }

            @Override
            public void callFailed(UpstreamException failure, Duration elapsed) {
                heard.add("failed: " + failure.type());
            }
        };
        try (Headgate headgate = tcp(listener)) {
            assertThat(headgate.call("db", (Callable<Integer>) () -> 1)).isEqualTo(1);
            assertThatThrownBy(() -> headgate.call("db", (Callable<String>) () -> {
                        throw new java.net.SocketException("Connection reset");
                    }))
                    .isInstanceOf(UpstreamException.class);
        }
        assertThat(heard)
                .containsExactly(
                        "db 1 status 0",
                        "answered after 1",
                        "db 1 connection_terminated",
                        "failed: connection_terminated");
    }

    @Test
    void anErrorOfAListenerGivesEverythingBack() throws Exception {
        CallListener broken = new CallListener() {
            @Override
            public void attemptEnded(String upstream, AttemptReport attempt) {
                throw new StackOverflowError();
            }
        };
        try (RawUpstream large = new RawUpstream(peer -> peer.ok("x".repeat(100_000)));
                Headgate headgate = Headgate.builder()
                        .listener(broken)
                        .upstream("orders", orders -> orders.endpoints(large.url()))
                        .build()) {
            assertThatThrownBy(() -> headgate.execute("orders", new HttpGet("/")))
                    .isInstanceOf(StackOverflowError.class);
            assertThat(headgate.status().get(0).inFlight()).isZero();
            assertThat(headgate.status().get(0).endpoints().get(0).inFlight()).isZero();
            large.awaitNoConnection();
        }
    }

    @Test
    void settingsAreTheSameAsInFiles() throws Exception {
        try (RawUpstream good = new RawUpstream(peer -> peer.ok("good"));
                Headgate headgate = Headgate.of(Map.of(
                        "headgate.upstreams.orders.endpoints",
                        good.url(),
                        "headgate.upstreams.orders.deadline",
                        "2s"))) {
            try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
                assertThat(response.getCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void wrongSettingsAreToldAtOnce() {
        assertThatThrownBy(() -> Headgate.of(Map.of(
                        "headgate.upstreams.orders.endpoints", "ftp:/x",
                        "headgate.upstreams.orders.deadline", "2",
                        "headgate.upstreams.orders.attemp-timeout", "1s",
                        "headgate.upstreams.billing.endpoints", "https://billing",
                        "headgate.upstreams.billing.tls.trust-certificates", "/gone.pem")))
                .isInstanceOfSatisfying(InvalidSettingsException.class, wrong -> assertThat(wrong.problems())
                        .hasSize(4))
                .hasMessageContaining("headgate.upstreams.orders.endpoints[0] = ftp:/x (expected: a URL")
                .hasMessageContaining("headgate.upstreams.orders.deadline = 2 (expected: a duration with its unit")
                .hasMessageContaining("did you mean headgate.upstreams.orders.attempt-timeout?")
                .hasMessageContaining(
                        "headgate.upstreams.billing.tls.trust-certificates = /gone.pem (expected: a readable");
    }

    @Test
    void wrongBuildersAreToldAtOnce() {
        assertThatThrownBy(() -> Headgate.builder()
                        .upstream("orders", orders -> orders.attemptTimeout(Duration.ofSeconds(20))
                                .deadline(Duration.ofSeconds(10)))
                        .upstream("billing", billing -> billing.endpoints("http://billing/path"))
                        .build())
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("headgate.upstreams.orders.endpoints")
                .hasMessageContaining("headgate.upstreams.orders.attempt-timeout = 20s (expected: at most deadline")
                .hasMessageContaining("headgate.upstreams.billing.endpoints[0] = http://billing/path");
    }
}
