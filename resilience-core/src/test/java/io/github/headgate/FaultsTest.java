package io.github.headgate;

import static io.github.headgate.failure.FailureType.CONNECTION_LIMIT_REACHED;
import static io.github.headgate.failure.FailureType.CONNECTION_READ_TIMEOUT;
import static io.github.headgate.failure.FailureType.CONNECTION_REFUSED;
import static io.github.headgate.failure.FailureType.CONNECTION_TERMINATED;
import static io.github.headgate.failure.FailureType.CONNECTION_TIMEOUT;
import static io.github.headgate.failure.FailureType.DESTINATION_NOT_FOUND;
import static io.github.headgate.failure.FailureType.DESTINATION_UNAVAILABLE;
import static io.github.headgate.failure.FailureType.DNS_ERROR;
import static io.github.headgate.failure.FailureType.DNS_TIMEOUT;
import static io.github.headgate.failure.FailureType.HTTP_RESPONSE_BODY_SIZE;
import static io.github.headgate.failure.FailureType.HTTP_RESPONSE_INCOMPLETE;
import static io.github.headgate.failure.FailureType.HTTP_RESPONSE_TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.testing.Peer;
import io.github.headgate.testing.Ports;
import io.github.headgate.testing.RawUpstream;
import io.github.headgate.upstream.LoadBalancing;
import io.github.headgate.upstream.UpstreamBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpHead;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault on a real socket: what it is called, how often it was sent, and what the breaker counted. */
class FaultsTest {
    private static final RetryPolicy FAST = RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(1), Duration.ofMillis(2));

    private final List<AutoCloseable> open = new ArrayList<>();
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    private <T extends AutoCloseable> T closing(T resource) {
        open.add(0, resource);
        return resource;
    }

    private RawUpstream upstream(RawUpstream.Behaviour behaviour) throws IOException {
        return closing(new RawUpstream(behaviour));
    }

    private Headgate headgate(Consumer<UpstreamBuilder> settings) {
        return closing(Headgate.builder()
                .upstream("orders", orders -> settings.accept(orders.retry(FAST)))
                .build());
    }

    private static UpstreamException failure(Headgate headgate, ClassicHttpRequest request) {
        return catchThrowableOfType(UpstreamException.class, () -> {
            try (ClassicHttpResponse response = headgate.execute("orders", request)) {
                EntityUtils.toByteArray(response.getEntity());
            }
        });
    }

    private static String answer(Headgate headgate, ClassicHttpRequest request) throws Exception {
        try (ClassicHttpResponse response = headgate.execute("orders", request)) {
            assertThat(response.getCode()).isEqualTo(200);
            return EntityUtils.toString(response.getEntity());
        }
    }

    private static HttpPost post(String body) {
        HttpPost post = new HttpPost("/");
        post.setEntity(new StringEntity(body));
        return post;
    }

    private static void assertNothingIsLeft(Headgate headgate) {
        UpstreamStatus status = headgate.status().get(0);
        assertThat(status.inFlight()).as("permits").isZero();
        assertThat(status.endpoints()).allSatisfy(endpoint -> assertThat(endpoint.inFlight())
                .as("leases of %s", endpoint.endpoint())
                .isZero());
    }

    @Test
    void anyMethodFailsOverFromARefusedEndpoint() throws Exception {
        RawUpstream good = upstream(peer -> peer.ok("good"));
        int refused = Ports.refused();
        Headgate headgate = headgate(orders -> orders.endpoints("http://127.0.0.1:" + refused, good.url()));
        for (int i = 0; i < 20; i++) {
            assertThat(answer(headgate, post("order " + i))).isEqualTo("good");
        }
        assertThat(good.heads()).hasSize(20);
        assertThat(headgate.status().get(0).endpoints().get(0).lastFailure()).contains("connection_refused");
        assertNothingIsLeft(headgate);
    }

    @Test
    void aPostThatWasReadAndThenResetArrivesOnce() throws Exception {
        RawUpstream resets = upstream(Peer::reset);
        Headgate headgate = headgate(orders -> orders.endpoints(resets.url()));
        UpstreamException failure = failure(headgate, post("order"));
        assertThat(failure.type()).isEqualTo(CONNECTION_TERMINATED);
        assertThat(failure).hasMessageContaining("may have been processed and is not idempotent");
        assertThat(resets.heads()).hasSize(1);
        assertNothingIsLeft(headgate);
    }

    @Test
    void aPostWithAnIdempotencyKeyIsSentAgain() throws Exception {
        RawUpstream resets = upstream(Peer::reset);
        Headgate headgate = headgate(orders -> orders.endpoints(resets.url()));
        HttpPost post = post("order");
        post.addHeader("Idempotency-Key", "8e03978e");
        assertThat(failure(headgate, post).attempts()).hasSize(3);
        assertThat(resets.heads()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"close", "reset"})
    void aConnectionThatEndsBeforeTheResponseIsTerminated(String how) throws Exception {
        RawUpstream ends = upstream(how.equals("close") ? Peer::close : Peer::reset);
        Headgate headgate = headgate(orders -> orders.endpoints(ends.url()));
        UpstreamException failure = failure(headgate, new HttpGet("/"));
        assertThat(failure.type()).isEqualTo(CONNECTION_TERMINATED);
        assertThat(failure.attempts()).hasSize(3);
        assertThat(failure.getSuppressed()).hasSize(2);
        assertThat(ends.heads()).hasSize(3);
    }

    @Test
    void aNameThatDoesNotResolveIsADnsError() {
        Headgate headgate = closing(Headgate.builder()
                .resolver(host -> {
                    throw new UnknownHostException(host);
                })
                .upstream("orders", orders -> orders.endpoints("http://orders.test")
                        .retry(FAST))
                .build());
        UpstreamException failure = failure(headgate, post("order"));
        assertThat(failure.type()).isEqualTo(DNS_ERROR);
        assertThat(failure.attempts()).hasSize(3);
        assertNothingIsLeft(headgate);
    }

    @Test
    void aResolverThatDoesNotAnswerIsADnsTimeout() {
        CountDownLatch never = new CountDownLatch(1);
        closing(never::countDown);
        Headgate headgate = closing(Headgate.builder()
                .resolver(host -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new UnknownHostException(host);
                })
                .upstream("orders", orders -> orders.endpoints("http://orders.test")
                        .connectTimeout(Duration.ofMillis(50))
                        .retry(FAST))
                .build());
        assertThat(failure(headgate, new HttpGet("/")).type()).isEqualTo(DNS_TIMEOUT);
    }

    @Test
    void anUnansweredSynIsAConnectionTimeout() throws Exception {
        Ports.Blackhole blackhole = closing(new Ports.Blackhole());
        Headgate headgate =
                headgate(orders -> orders.endpoints(blackhole.url()).connectTimeout(Duration.ofMillis(100)));
        UpstreamException failure = failure(headgate, post("order"));
        assertThat(failure.type()).isEqualTo(CONNECTION_TIMEOUT);
        assertThat(failure.attempts()).hasSize(3);
        assertNothingIsLeft(headgate);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "garbage                                                   | http_protocol_error",
                "HTTP/1.1 abc OK                                           | http_protocol_error",
                "HTTP/3.0 200 OK                                           | http_protocol_error",
                "HTTP/1.1 200 OK^no colon here                             | http_protocol_error",
                "HTTP/1.1 200 OK^Content-Length: 1^Content-Length: 2       | http_protocol_error",
                "HTTP/1.1 200 OK^Content-Length: 1^Content-Length: 1       | http_protocol_error",
                "HTTP/1.1 200 OK^Content-Length: -1                        | http_protocol_error",
                "HTTP/1.1 200 OK^Transfer-Encoding: strange                | http_response_transfer_coding",
                "HTTP/1.1 200 OK^Transfer-Encoding: chunked^Content-Length: 3 | http_response_transfer_coding",
                "HTTP/1.0 200 OK^Transfer-Encoding: chunked                | http_response_transfer_coding",
                "HTTP/1.1 42 OK                                            | http_protocol_error",
                "HTTP/1.1 099 OK                                           | http_protocol_error",
                "HTTP/1.1 600 OK                                           | http_protocol_error",
                "HTTP/1.1 1000 OK                                          | http_protocol_error",
                "HTTP/1.1 101 Switching Protocols^Upgrade: x               | http_protocol_error",
                "HTTP/1.1 200 OK^X-A: a<NUL>b                            | http_protocol_error",
                "HTTP/1.1 200 OK^X-A: a<CR>b                            | http_protocol_error",
                "HTTP/1.1 200 OK^X A: b                                    | http_protocol_error",
                "HTTP/1.1 200 OK^: b                                       | http_protocol_error",
                "HTTP/1.1 200 OK^ X-A: b                                   | http_protocol_error",
                "HTTP/1.1 200 OK^X-A : b                                   | http_protocol_error",
                "HTTP/1.1 200 OK^X-A: b<LF>X-B: c                          | http_protocol_error",
                "HTTP/1.1 200 OK<LF>X-A: b                                 | http_protocol_error",
                "HTTP/1.1  200 OK                                          | http_protocol_error",
                "HTTP/1.1 200OK                                            | http_protocol_error",
                "http/1.1 200 OK                                           | http_protocol_error",
                "HTTP/1 200 OK                                             | http_protocol_error",
                "^HTTP/1.1 200 OK                                          | http_protocol_error",
                "SSH-2.0-OpenSSH_9.2                                       | http_protocol_error",
                "HTTP/1.1 200 OK^Content-Length: 5, 5                      | http_protocol_error",
                "HTTP/1.1 200 OK^Content-Length: +5                        | http_protocol_error",
                "HTTP/1.1 200 OK^Transfer-Encoding: chunked, chunked       | http_response_transfer_coding",
                "HTTP/1.1 200 OK^Transfer-Encoding: gzip, chunked          | http_response_transfer_coding",
            })
    void anAnswerThatIsNotHttpIsSaidToBeThat(String head, String expected) throws Exception {
        RawUpstream wrong = upstream(peer -> {
            String strange = head.replace("<NUL>", "\0").replace("<CR>", "\r").replace("<LF>", "\n");
            peer.send(strange.replace("^", "\r\n") + "\r\n\r\n");
            peer.close();
        });
        Headgate headgate = headgate(orders -> orders.endpoints(wrong.url()));
        UpstreamException failure = failure(headgate, new HttpGet("/"));
        assertThat(failure.type().token()).isEqualTo(expected);
        assertThat(failure.attempts()).hasSize(3);
        assertNothingIsLeft(headgate);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "H",
                "HTTP/1.1 2",
                "HTTP/1.1 200 OK",
                "HTTP/1.1 200 OK^",
                "HTTP/1.1 200 OK^Content-Le",
                "HTTP/1.1 200 OK^A: b^",
            })
    void aHeadThatBreaksOffIsALostConnection(String start) throws Exception {
        RawUpstream closes = upstream(peer -> {
            peer.send(start.replace("^", "\r\n"));
            peer.close();
        });
        Headgate headgate = headgate(orders -> orders.endpoints(closes.url()));
        UpstreamException failure = failure(headgate, new HttpGet("/"));
        assertThat(failure.type()).isEqualTo(CONNECTION_TERMINATED);
        assertThat(failure.attempts()).hasSize(3);
        assertNothingIsLeft(headgate);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 1, http_response_header_section_size",
        "20, 20000, http_response_header_section_size",
        "1, 300000, http_response_header_size",
        "1, 40000, http_response_header_size",
    })
    void headersAboveTheLimitsAreRefusedOnce(int count, int size, String expected) throws Exception {
        RawUpstream large = upstream(peer ->
                peer.send("HTTP/1.1 200 OK\r\n" + ("X-A: " + "b".repeat(size) + "\r\n").repeat(count) + "\r\n"));
        UpstreamException failure = failure(headgate(orders -> orders.endpoints(large.url())), new HttpGet("/"));
        assertThat(failure.type().token()).isEqualTo(expected);
        assertThat(failure.attempts()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 1, http_response_trailer_section_size",
        "20, 20000, http_response_trailer_section_size",
        "1, 40000, http_response_trailer_size",
    })
    void trailersAboveTheLimitsAreRefusedOnce(int count, int size, String expected) throws Exception {
        RawUpstream large =
                upstream(peer -> peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ngood\r\n0\r\n"
                        + ("X-A: " + "b".repeat(size) + "\r\n").repeat(count) + "\r\n"));
        UpstreamException failure = failure(headgate(orders -> orders.endpoints(large.url())), new HttpGet("/"));
        assertThat(failure.type().token()).isEqualTo(expected);
        assertThat(failure.attempts()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK<LF>Content-Length: 4<LF><LF>good",
                "HTTP/1.1 200^Content-Length: 4^^good",
                "HTTP/1.1 200 ^Content-Length: 4^^good",
                "HTTP/1.0 200 OK^^good",
                "HTTP/1.1 100 Continue^^HTTP/1.1 103 Early Hints^Link: x^^HTTP/1.1 200 OK^Content-Length: 4^^good",
                "HTTP/1.1 200 OK^Content-Length:4^X-Folded: a^ b^^good",
                "HTTP/1.1 200 OK^Transfer-Encoding: Chunked^^2  ^go^002;name=value^od^0^X-Trailer: b^^",
            })
    void anAnswerThatIsOnlyUnusualIsTaken(String answer) throws Exception {
        RawUpstream unusual = upstream(peer -> {
            peer.send(answer.replace("<LF>", "\n").replace("^", "\r\n"));
            peer.close();
        });
        assertThat(answer(headgate(orders -> orders.endpoints(unusual.url())), new HttpGet("/")))
                .isEqualTo("good");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Length: 10^^12345              | http_response_incomplete",
                "Transfer-Encoding: chunked^^5^123      | http_response_incomplete",
                "Transfer-Encoding: chunked^^5^12345    | http_response_incomplete",
                "Transfer-Encoding: chunked^^5^12345^   | http_response_incomplete",
                "Transfer-Encoding: chunked^^5^12345^0  | http_response_incomplete",
                "Transfer-Encoding: chunked^^5          | http_response_incomplete",
                "Transfer-Encoding: chunked^^x^12345^   | http_response_transfer_coding",
                "Transfer-Encoding: chunked^^+5^12345^0^^ | http_response_transfer_coding",
                "Transfer-Encoding: chunked^^-5^12345^0^^ | http_response_transfer_coding",
                "Transfer-Encoding: chunked^^0x5^12345^0^^ | http_response_transfer_coding",
                "Transfer-Encoding: chunked^^ 5^12345^0^^ | http_response_transfer_coding",
                "Transfer-Encoding: chunked^^^12345^0^^ | http_response_transfer_coding",
                "Transfer-Encoding: chunked^^5 5^12345^0^^ | http_response_transfer_coding",
                "Transfer-Encoding: chunked^^0000000000000005^12345^0^^ | http_response_transfer_coding",
                "Transfer-Encoding: chunked^^5<LF>12345^0^^ | http_response_transfer_coding",
                "Transfer-Encoding: chunked^^5^12345<LF>0^^ | http_response_transfer_coding",
                "Transfer-Encoding: chunked^^5^123456^0^^ | http_response_transfer_coding",
                "Transfer-Encoding: chunked^^5^12345^0^no colon^^ | http_protocol_error",
            })
    void aSmallBodyThatIsCutIsSentAgainAndNeverPassedOn(String rest, String expected) throws Exception {
        RawUpstream cuts = upstream(peer -> {
            peer.send("HTTP/1.1 200 OK\r\n" + rest.replace("<LF>", "\n").replace("^", "\r\n"));
            peer.close();
        });
        Headgate headgate = headgate(orders -> orders.endpoints(cuts.url()));
        UpstreamException failure = failure(headgate, new HttpGet("/"));
        assertThat(failure.type().token()).isEqualTo(expected);
        assertThat(failure.attempts()).hasSize(3);
        assertNothingIsLeft(headgate);
    }

    @Test
    void aLargeBodyThatIsCutBreaksInTheReadersHands() throws Exception {
        RawUpstream cuts = upstream(peer -> {
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + "x".repeat(100_000));
            peer.close();
        });
        Headgate headgate = headgate(orders -> orders.endpoints(cuts.url()));
        try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
            InputStream body = response.getEntity().getContent();
            assertThat(headgate.status().get(0).inFlight()).isOne();
            assertThatThrownBy(body::readAllBytes)
                    .isInstanceOfSatisfying(UpstreamException.class, broken -> assertThat(broken.type())
                            .isEqualTo(HTTP_RESPONSE_INCOMPLETE));
        }
        assertThat(cuts.heads()).hasSize(1);
        assertNothingIsLeft(headgate);
    }

    @Test
    @Timeout(30)
    void aLargeBodyThatFallsSilentIsAReadTimeout() throws Exception {
        RawUpstream stalls = upstream(peer -> {
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + "x".repeat(100_000));
            peer.stall();
        });
        Headgate headgate = headgate(orders -> orders.endpoints(stalls.url())
                .readTimeout(Duration.ofMillis(100))
                .attemptTimeout(Duration.ofMinutes(1))
                .deadline(Duration.ofMinutes(1)));
        assertThat(failure(headgate, new HttpGet("/")).type()).isEqualTo(CONNECTION_READ_TIMEOUT);
        assertNothingIsLeft(headgate);
    }

    @Test
    void aSmallBodyThatFallsSilentIsSentAgainAfterReadTimeout() throws Exception {
        RawUpstream stallsOnce = upstream(peer -> {
            if (peer.upstream().connections() == 1) {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
                peer.stall();
            }
            peer.ok("1234567890");
        });
        Headgate headgate =
                headgate(orders -> orders.endpoints(stallsOnce.url()).readTimeout(Duration.ofMillis(100)));
        assertThat(answer(headgate, new HttpGet("/"))).isEqualTo("1234567890");
    }

    @Test
    void aBodyAboveTheLimitIsRefused() throws Exception {
        RawUpstream large = upstream(peer -> peer.ok("x".repeat(2000)));
        RawUpstream chunked = upstream(peer -> peer.send(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" + "x".repeat(2000) + "\r\n0\r\n\r\n"));
        for (RawUpstream upstream : List.of(large, chunked)) {
            Headgate headgate =
                    headgate(orders -> orders.endpoints(upstream.url()).maxResponseSize(1000));
            assertThat(failure(headgate, new HttpGet("/")).type()).isEqualTo(HTTP_RESPONSE_BODY_SIZE);
            assertNothingIsLeft(headgate);
        }
    }

    @Test
    @Timeout(20)
    void aBodyAboveTheLimitIsNotWaitedFor() throws Exception {
        RawUpstream silent = upstream(peer -> {
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n");
            peer.stall();
        });
        Headgate headgate = headgate(orders -> orders.endpoints(silent.url()).maxResponseSize(1000));
        assertThat(failure(headgate, new HttpGet("/")).type()).isEqualTo(HTTP_RESPONSE_BODY_SIZE);
        silent.awaitNoConnection();
    }

    @Test
    void twoLengthsAreRefusedAlsoWhereThereIsNoBody() throws Exception {
        RawUpstream two =
                upstream(peer -> peer.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"));
        Headgate headgate = headgate(orders -> orders.endpoints(two.url()));
        assertThat(failure(headgate, new HttpHead("/")).type().token()).isEqualTo("http_protocol_error");
    }

    @Test
    void anUpstreamThatNeverAnswersIsGivenUpAtEachAttemptsTimeout() throws Exception {
        RawUpstream stalls = upstream(Peer::stall);
        Headgate headgate = headgate(orders -> orders.endpoints(stalls.url())
                .attemptTimeout(Duration.ofMillis(100))
                .connectTimeout(Duration.ofMillis(100)));
        UpstreamException failure = failure(headgate, new HttpGet("/"));
        assertThat(failure.type()).isEqualTo(HTTP_RESPONSE_TIMEOUT);
        assertThat(failure.attempts()).hasSize(3);
        assertNothingIsLeft(headgate);
    }

    @ParameterizedTest
    @CsvSource({"1, head", "100, head", "1, body"})
    void theDeadlineHoldsWhateverDrips(int attempts, String where) throws Exception {
        RawUpstream drips = upstream(peer -> {
            if (where.equals("body")) {
                peer.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n12345");
                peer.stall();
            }
            while (true) {
                peer.send(peer.number() == 1 ? "H" : "");
                peer.stall();
            }
        });
        Headgate headgate = headgate(orders -> orders.endpoints(drips.url())
                .deadline(Duration.ofMillis(300))
                .attemptTimeout(Duration.ofMillis(300))
                .connectTimeout(Duration.ofMillis(300))
                .retry(FAST.withMaxAttempts(attempts)));
        UpstreamException failure = failure(headgate, new HttpGet("/"));
        assertThat(failure.type()).isEqualTo(HTTP_RESPONSE_TIMEOUT);
        assertThat(failure.type().status()).isEqualTo(504);
        assertNothingIsLeft(headgate);
    }

    @Test
    void aSlowStreamIsHandedOnAndNotCutByTheDeadline() throws Exception {
        RawUpstream drips = upstream(peer -> {
            peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 40; i++) {
                peer.send("1\r\nx\r\n");
                peer.upstream().pause(20);
            }
            peer.send("0\r\n\r\n");
        });
        Headgate headgate = headgate(orders -> orders.endpoints(drips.url())
                .deadline(Duration.ofMillis(400))
                .attemptTimeout(Duration.ofMillis(400))
                .connectTimeout(Duration.ofMillis(400)));
        assertThat(answer(headgate, new HttpGet("/"))).isEqualTo("x".repeat(40));
    }

    @Test
    void eventsAreHandedOnAtOnce() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        RawUpstream events = upstream(peer -> {
            peer.send(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream;charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n");
            peer.send("9\r\ndata: 1\n\n\r\n");
            seen.await();
            peer.send("9\r\ndata: 2\n\n\r\n0\r\n\r\n");
        });
        Headgate headgate = headgate(orders -> orders.endpoints(events.url()));
        try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
            InputStream body = response.getEntity().getContent();
            assertThat(new String(body.readNBytes(9), java.nio.charset.StandardCharsets.US_ASCII))
                    .isEqualTo("data: 1\n\n");
            seen.countDown();
            assertThat(body.readAllBytes()).hasSize(9);
        }
        assertNothingIsLeft(headgate);
    }

    @Test
    void aReceivedErrorIsSentAgainIfIdempotentAndThenPassedOn() throws Exception {
        RawUpstream sick = upstream(peer -> peer.send("HTTP/1.1 503 No\r\nContent-Length: 4\r\n\r\nsick"));
        Headgate headgate = headgate(orders -> orders.endpoints(sick.url()));
        try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
            assertThat(response.getCode()).isEqualTo(503);
            assertThat(EntityUtils.toString(response.getEntity())).isEqualTo("sick");
        }
        assertThat(sick.heads()).hasSize(3);
        try (ClassicHttpResponse response = headgate.execute("orders", post("order"))) {
            assertThat(response.getCode()).isEqualTo(503);
        }
        assertThat(sick.heads()).hasSize(4);
        assertThat(headgate.status().get(0).endpoints().get(0).lastFailure()).contains("status 503");
        assertNothingIsLeft(headgate);
    }

    @Test
    void tooManyRequestsIsSentAgainWhenRetryAfterAllows() throws Exception {
        RawUpstream busy = upstream(peer -> {
            if (peer.upstream().heads().size() == 1) {
                peer.send("HTTP/1.1 429 Busy\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n");
            } else {
                peer.ok("good");
            }
        });
        Headgate headgate = headgate(orders -> orders.endpoints(busy.url()));
        assertThat(answer(headgate, new HttpGet("/"))).isEqualTo("good");
        assertThat(headgate.status().get(0).endpoints().get(0).lastFailure()).isEmpty();
    }

    @Test
    void allEndpointsEjectedIsUnavailableAtOnceWithATrueRetryAfter() throws Exception {
        int refused = Ports.refused();
        Headgate headgate = headgate(orders -> orders.endpoints("http://127.0.0.1:" + refused));
        assertThat(failure(headgate, new HttpGet("/")).type()).isEqualTo(CONNECTION_REFUSED);
        assertThat(failure(headgate, new HttpGet("/")).type()).isEqualTo(CONNECTION_REFUSED);
        UpstreamException failure = failure(headgate, new HttpGet("/"));
        assertThat(failure.type()).isEqualTo(DESTINATION_UNAVAILABLE);
        assertThat(failure.attempts()).isEmpty();
        assertThat(failure.retryAfter())
                .hasValueSatisfying(wait -> assertThat(wait).isPositive().isLessThanOrEqualTo(Duration.ofMillis(1050)));
        assertThat(headgate.status().get(0).isAvailable()).isFalse();
        assertThat(headgate.status().get(0).endpoints().get(0).toString())
                .startsWith("http://127.0.0.1:" + refused
                        + " OPEN, 0 in flight, 5 of 5 attempts failed, last failure connection_refused at ");
        assertNothingIsLeft(headgate);
    }

    @Test
    void aFullBulkheadRefusesAtOnce() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        RawUpstream slow = upstream(peer -> {
            arrived.countDown();
            go.await();
            peer.ok("good");
        });
        Headgate headgate = headgate(orders -> orders.endpoints(slow.url()).maxConcurrent(1));
        Thread first = new Thread(() -> failure(headgate, new HttpGet("/")));
        first.start();
        arrived.await();
        UpstreamException failure = failure(headgate, new HttpGet("/"));
        assertThat(failure.type()).isEqualTo(CONNECTION_LIMIT_REACHED);
        assertThat(failure.attempts()).isEmpty();
        go.countDown();
        first.join();
        assertNothingIsLeft(headgate);
    }

    @Test
    void aFullConnectionPoolIsALimitAndNotTheEndpointsFault() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        RawUpstream slow = upstream(peer -> {
            arrived.countDown();
            go.await();
            peer.ok("good");
        });
        Headgate headgate = headgate(orders ->
                orders.endpoints(slow.url()).maxConnectionsPerEndpoint(1).connectTimeout(Duration.ofMillis(50)));
        Thread first = new Thread(() -> failure(headgate, new HttpGet("/")));
        first.start();
        arrived.await();
        UpstreamException failure = failure(headgate, new HttpGet("/"));
        assertThat(failure.type()).isEqualTo(CONNECTION_LIMIT_REACHED);
        assertThat(failure.attempts()).hasSize(1);
        assertThat(headgate.status().get(0).endpoints().get(0).lastFailure()).isEmpty();
        go.countDown();
        first.join();
        assertNothingIsLeft(headgate);
    }

    @Test
    void aBodyTooLargeToKeepIsStillSentToAnotherEndpointWhileNoneOfItWasSent() throws Exception {
        RawUpstream good = upstream(peer -> peer.ok("good"));
        int refused = Ports.refused();
        Headgate headgate = headgate(orders -> orders.endpoints("http://127.0.0.1:" + refused, good.url())
                .loadBalancing(LoadBalancing.FIRST_AVAILABLE)
                .requestBuffer(10));
        HttpPost post = new HttpPost("/");
        post.setEntity(new InputStreamEntity(new ByteArrayInputStream(new byte[100]), 100, null));
        assertThat(answer(headgate, post)).isEqualTo("good");
    }

    @Test
    void aBodyTooLargeToKeepIsNotSentTwice() throws Exception {
        RawUpstream resets = upstream(Peer::reset);
        Headgate headgate = headgate(orders -> orders.endpoints(resets.url()).requestBuffer(10));
        HttpPut put = new HttpPut("/");
        put.setEntity(new InputStreamEntity(new ByteArrayInputStream(new byte[100]), -1, null));
        UpstreamException failure = failure(headgate, put);
        assertThat(failure).hasMessageContaining("larger than request-buffer");
        assertThat(resets.heads()).hasSize(1);
    }

    @Test
    @Timeout(30)
    void anAnswerThatComesBeforeTheEndOfTheUploadCounts() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Thread refuses = new Thread(() -> {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().readNBytes(1000);
                    socket.getOutputStream()
                            .write("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nno!"
                                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    go.await();
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            refuses.start();
            Headgate headgate = headgate(orders -> orders.endpoints("http://127.0.0.1:" + server.getLocalPort())
                    .deadline(Duration.ofMinutes(1))
                    .attemptTimeout(Duration.ofMinutes(1)));
            HttpPost post = new HttpPost("/");
            post.setEntity(new InputStreamEntity(endlessZeros(), 1L << 40, null));
            try (ClassicHttpResponse response = headgate.execute("orders", post)) {
                assertThat(response.getCode()).isEqualTo(413);
                assertThat(EntityUtils.toString(response.getEntity())).isEqualTo("no!");
            }
            go.countDown();
            refuses.join();
            assertNothingIsLeft(headgate);
        }
    }

    @Test
    @Timeout(30)
    void anUploadThatTheEndpointDoesNotReadIsAWriteTimeout() throws Exception {
        try (ServerSocket deaf = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Headgate headgate = headgate(orders ->
                    orders.endpoints("http://127.0.0.1:" + deaf.getLocalPort()).attemptTimeout(Duration.ofMillis(200)));
            HttpPost post = new HttpPost("/");
            post.setEntity(new InputStreamEntity(endlessZeros(), 1L << 40, null));
            UpstreamException failure = failure(headgate, post);
            assertThat(failure.type().token()).isEqualTo("connection_write_timeout");
            assertThat(failure.attempts()).hasSize(1);
            assertNothingIsLeft(headgate);
        }
    }

    @Test
    void anUploadMayTakeAsLongAsItsCallerNeeds() throws Exception {
        RawUpstream good = upstream(peer -> peer.ok("good"));
        Headgate headgate = headgate(orders -> orders.endpoints(good.url())
                .requestBuffer(0)
                .attemptTimeout(Duration.ofMillis(200))
                .deadline(Duration.ofMillis(200)));
        HttpPost post = new HttpPost("/");
        post.setEntity(new InputStreamEntity(
                new java.io.FilterInputStream(endlessZeros()) {
                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        try {
                            good.pause(20);
                        } catch (InterruptedException e) {
                            throw new java.io.InterruptedIOException();
                        }
                        return super.read(into, offset, 1);
                    }
                },
                40,
                null));
        assertThat(answer(headgate, post)).isEqualTo("good");
        assertNothingIsLeft(headgate);
    }

    private static InputStream endlessZeros() {
        return new java.io.FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                return length;
            }
        };
    }

    @Test
    void aSmallStreamedBodyIsKeptAndSentAgain() throws Exception {
        RawUpstream resetsOnce = upstream(peer -> {
            if (peer.upstream().heads().size() == 1) {
                peer.reset();
            }
            peer.ok("good");
        });
        Headgate headgate = headgate(orders -> orders.endpoints(resetsOnce.url()));
        HttpPut put = new HttpPut("/");
        put.setEntity(new InputStreamEntity(new ByteArrayInputStream(new byte[100]), -1, null));
        assertThat(answer(headgate, put)).isEqualTo("good");
        assertThat(resetsOnce.heads()).allMatch(head -> head.contains("Content-Length: 100"));
    }

    @Test
    void aRequestBodyThatFailsIsTheCallersFailure() throws Exception {
        RawUpstream good = upstream(peer -> peer.ok("good"));
        Headgate headgate = headgate(orders -> orders.endpoints(good.url()).requestBuffer(0));
        HttpPut put = new HttpPut("/");
        put.setEntity(new InputStreamEntity(
                new java.io.FilterInputStream(InputStream.nullInputStream()) {
                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        throw new IOException("the caller went away");
                    }
                },
                100,
                null));
        assertThatThrownBy(() -> headgate.execute("orders", put))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(UpstreamException.class)
                .hasMessage("the caller went away");
        assertThat(headgate.status().get(0).endpoints().get(0).lastFailure()).isEmpty();
        assertNothingIsLeft(headgate);
    }

    @Test
    void aResponseThatIsClosedUnreadGivesEverythingBackAndBlamesNobody() throws Exception {
        RawUpstream endless = upstream(peer -> {
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n");
            while (true) {
                peer.send("x".repeat(10_000));
            }
        });
        Headgate headgate = headgate(orders -> orders.endpoints(endless.url()));
        ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"));
        assertThat(headgate.status().get(0).inFlight()).isOne();
        response.close();
        endless.awaitNoConnection();
        assertThat(headgate.status().get(0).endpoints().get(0).lastFailure()).isEmpty();
        assertNothingIsLeft(headgate);
    }

    @Test
    void aConnectionIsUsedAgain() throws Exception {
        RawUpstream good = upstream(peer -> peer.ok("good"));
        Headgate headgate = headgate(orders -> orders.endpoints(good.url()));
        for (int i = 0; i < 10; i++) {
            assertThat(answer(headgate, new HttpGet("/"))).isEqualTo("good");
        }
        assertThat(good.connections()).isOne();
    }

    @Test
    void aKeptAliveConnectionThatTurnsOutClosedIsNotTheEndpointsFault() throws Exception {
        RawUpstream closesSecond = upstream(peer -> {
            if (peer.number() == 2) {
                peer.reset();
            }
            peer.ok("good");
        });
        Headgate headgate = headgate(orders -> orders.endpoints(closesSecond.url()));
        assertThat(answer(headgate, new HttpGet("/"))).isEqualTo("good");
        assertThat(answer(headgate, new HttpGet("/"))).isEqualTo("good");
        assertThat(closesSecond.heads()).hasSize(3);
        assertThat(headgate.status().get(0).endpoints().get(0).lastFailure()).isEmpty();
    }

    @Test
    void aStaleConnectionIsFollowedByAFreshOneOfTheSameEndpointAndByNoOtherStaleOne() throws Exception {
        CountDownLatch bothAreHere = new CountDownLatch(2);
        Set<Socket> old = ConcurrentHashMap.newKeySet();
        RawUpstream restarted = upstream(peer -> {
            if (bothAreHere.getCount() > 0) {
                old.add(peer.socket());
                bothAreHere.countDown();
                bothAreHere.await();
                peer.ok("good");
            } else if (old.contains(peer.socket())) {
                peer.close();
            } else {
                peer.ok("good");
            }
        });
        RawUpstream other = upstream(peer -> peer.ok("other"));
        Headgate headgate = headgate(
                orders -> orders.endpoints(restarted.url(), other.url()).loadBalancing(LoadBalancing.FIRST_AVAILABLE));
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try {
            Callable<String> call = () -> answer(headgate, new HttpGet("/"));
            for (Future<String> first : callers.invokeAll(List.of(call, call))) {
                assertThat(first.get()).isEqualTo("good");
            }
            assertThat(answer(headgate, new HttpGet("/"))).isEqualTo("good");
            for (Future<String> later : callers.invokeAll(List.of(call, call))) {
                assertThat(later.get()).isEqualTo("good");
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(other.requests()).isEmpty();
        assertThat(restarted.requests())
                .as("2, a stale one and its successor, 2")
                .hasSize(6);
        assertNobodyIsBlamed(headgate);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK^Content-Length: 4^^good                     | at once",
                "HTTP/1.1 200 OK^Transfer-Encoding: chunked^^4^good^0^^      | at once",
                "HTTP/1.1 200 OK^Content-Length: 4^^good                     | later",
                "HTTP/1.1 204 No Content^^                                   | at once",
                "HTTP/1.1 304 Not Modified^^                                 | at once",
            })
    void whatIsLeftOnAConnectionIsNeverTheNextCallersAnswer(String answer, String when) throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch sent = new CountDownLatch(1);
        String evil = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nEVIL";
        RawUpstream twice = upstream(peer -> {
            String first = answer.replace("^", "\r\n");
            if (peer.upstream().heads().size() > 1) {
                peer.ok("good");
            } else if (when.equals("later")) {
                peer.send(first);
                answered.await();
                peer.send(evil);
                sent.countDown();
            } else {
                peer.send(first + evil);
                sent.countDown();
            }
        });
        Headgate headgate = headgate(orders -> orders.endpoints(twice.url()));
        try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
            byte[] body = response.getEntity() == null ? new byte[0] : EntityUtils.toByteArray(response.getEntity());
            assertThat(new String(body, java.nio.charset.StandardCharsets.US_ASCII))
                    .isIn("good", "");
        }
        answered.countDown();
        sent.await();
        assertThat(answer(headgate, new HttpGet("/"))).isEqualTo("good");
        assertThat(twice.connections()).isEqualTo(2);
    }

    @Test
    void aBodyAfterHeadIsNeverTheNextCallersAnswer() throws Exception {
        RawUpstream wrong = upstream(peer -> peer.ok("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nEVIL"));
        Headgate headgate = headgate(orders -> orders.endpoints(wrong.url()));
        headgate.execute("orders", new HttpHead("/")).close();
        assertThat(answer(headgate, new HttpGet("/"))).startsWith("HTTP/1.1 200 OK");
        assertThat(wrong.connections()).isEqualTo(2);
    }

    @Test
    void aClosedHeadgateSaysSo() {
        Headgate headgate = headgate(orders -> orders.endpoints("http://127.0.0.1:1"));
        headgate.close();
        assertThatThrownBy(() -> headgate.execute("orders", new HttpGet("/")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("orders: this Headgate is closed");
    }

    @Test
    void anInterruptedThreadIsNotAnUpstreamFailure() throws Exception {
        RawUpstream resets = upstream(Peer::reset);
        Headgate headgate = headgate(orders -> orders.endpoints(resets.url()));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> headgate.execute("orders", new HttpGet("/")))
                    .isInstanceOf(java.io.InterruptedIOException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(headgate.status().get(0).endpoints().get(0).lastFailure()).isEmpty();
        assertNothingIsLeft(headgate);
    }

    @Test
    void aRequestThatIsCancelledIsNotAnUpstreamFailure() throws Exception {
        HttpGet request = new HttpGet("/");
        RawUpstream cancels = upstream(peer -> {
            request.cancel();
            peer.stall();
        });
        Headgate headgate = headgate(orders -> orders.endpoints(cancels.url()));
        assertThatThrownBy(() -> headgate.execute("orders", request))
                .isInstanceOf(InterruptedIOException.class)
                .hasMessage("cancelled by the application");
        assertThat(cancels.requests()).hasSize(1);
        assertNobodyIsBlamed(headgate);
    }

    @Test
    void aRequestThatWasCancelledBeforeIsNotSent() throws Exception {
        RawUpstream good = upstream(peer -> peer.ok("good"));
        Headgate headgate = headgate(orders -> orders.endpoints(good.url()));
        HttpGet request = new HttpGet("/");
        request.cancel();
        assertThatThrownBy(() -> headgate.execute("orders", request)).isInstanceOf(InterruptedIOException.class);
        assertThat(good.requests()).isEmpty();
        assertNobodyIsBlamed(headgate);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBodyThatTheApplicationEndsIsNotAnUpstreamFailure(boolean cancels) throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        RawUpstream half = upstream(peer -> {
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + "x".repeat(100_000));
            ended.await();
        });
        Headgate headgate = headgate(orders -> orders.endpoints(half.url()));
        HttpGet request = new HttpGet("/");
        try (ClassicHttpResponse response = headgate.execute("orders", request)) {
            InputStream body = response.getEntity().getContent();
            body.readNBytes(100_000);
            if (cancels) {
                request.cancel();
            } else {
                Thread.currentThread().interrupt();
            }
            ended.countDown();
            assertThatThrownBy(body::read).isInstanceOf(InterruptedIOException.class);
        }
        assertThat(Thread.interrupted()).isEqualTo(!cancels);
        assertNobodyIsBlamed(headgate);
    }

    private static void assertNobodyIsBlamed(Headgate headgate) {
        assertNothingIsLeft(headgate);
        assertThat(headgate.status().get(0).endpoints().get(0).lastFailure()).isEmpty();
    }

    @Test
    void anUnknownUpstreamIsNamed() {
        Headgate headgate = headgate(orders -> orders.endpoints("http://127.0.0.1:1"));
        UpstreamException failure =
                catchThrowableOfType(UpstreamException.class, () -> headgate.execute("order", new HttpGet("/"))
                        .close());
        assertThat(failure.type()).isEqualTo(DESTINATION_NOT_FOUND);
        assertThat(failure).hasMessage("order: no such upstream (expected: one of [orders])");
    }
}
