package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.Replayability;
import io.github.headgate.retry.RetryPolicy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * No request that may have been processed is sent twice unless it is replayable, whatever becomes of its connections. What counts
 * is not what the core believes of an attempt, but on how many connections a byte of the request has arrived.
 */
class SentAgainTest {
    private static final int MAX_ATTEMPTS = 3;
    private static final int REQUEST_BUFFER = 1000;
    private static final String LARGE = "x".repeat(20_000);
    private static final String SMALL = "order";

    private static int sentAgain;
    private static int sentOnce;
    private static int neverSent;

    /** What becomes of a connection when it is made, or of a request that is written to it. */
    private enum Fate {
        REFUSED,
        UNROUTABLE,
        CONNECT_TIMEOUT,
        WRITE_FAILS,
        SECOND_WRITE_FAILS,
        SAYS_NOTHING(""),
        GARBAGE("garbage^^"),
        HALF_A_HEAD("HTTP/1.1 200 OK^Content-"),
        CUT("HTTP/1.1 200 OK^Content-Length: 10^^12345"),
        CHUNK_CUT("HTTP/1.1 200 OK^Transfer-Encoding: chunked^^5^12345^"),
        BAD_CHUNK("HTTP/1.1 200 OK^Transfer-Encoding: chunked^^x^"),
        TWO_LENGTHS("HTTP/1.1 200 OK^Content-Length: 1^Content-Length: 2^^ok"),
        LARGE_HEAD("HTTP/1.1 200 OK^X: " + "y".repeat(40_000) + "^^"),
        BAD_GATEWAY("HTTP/1.1 502 Bad Gateway^Content-Length: 3^^bad"),
        BUSY("HTTP/1.1 503 Service Unavailable^Retry-After: 0^Content-Length: 4^^busy"),
        BUSY_AND_CLOSES("HTTP/1.1 503 Service Unavailable^Connection: close^Content-Length: 4^^busy"),
        TOO_MANY("HTTP/1.1 429 Too Many Requests^Retry-After: 1^Content-Length: 4^^slow"),
        TOO_LARGE("HTTP/1.1 413 Content Too Large^Connection: close^Content-Length: 0^^"),
        OK("HTTP/1.1 200 OK^Content-Length: 4^^good"),
        OK_AND_MORE("HTTP/1.1 200 OK^Content-Length: 4^^goodHTTP/1.1 200 OK^^");

        private final String answer;

        Fate() {
            this("");
        }

        Fate(String answer) {
            this.answer = answer.replace("^", "\r\n");
        }
    }

    /** The fate of a connection and of the first request on it, that of the second, and how the connection ends. */
    private record Life(Fate first, Fate second, MemorySocket.End end) {}

    private enum Body {
        NONE,
        REPEATABLE,
        SMALL_STREAM,
        LARGE_STREAM
    }

    /** A call of the application. */
    private record Asked(String method, boolean hasKey, Body body) {
        boolean isIdempotent() {
            return hasKey || Replayability.isIdempotent(method);
        }

        ClassicHttpRequest request(String tag) {
            BasicClassicHttpRequest request = new BasicClassicHttpRequest(method, "/" + tag);
            if (hasKey) {
                request.setHeader("Idempotency-Key", tag);
            }
            switch (body) {
                case NONE -> {}
                case REPEATABLE -> request.setEntity(new ByteArrayEntity(bytes(SMALL), ContentType.TEXT_PLAIN));
                case SMALL_STREAM -> request.setEntity(stream(SMALL));
                case LARGE_STREAM -> request.setEntity(stream(LARGE));
            }
            return request;
        }

        private static InputStreamEntity stream(String text) {
            return new InputStreamEntity(new ByteArrayInputStream(bytes(text)), -1, ContentType.TEXT_PLAIN);
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private static final class Connection extends MemorySocket {
        private final Life life;
        private int requests;
        private int writes;

        Connection(Life life) {
            this.life = life;
        }

        @Override
        public void connect(SocketAddress address, int timeout) throws IOException {
            switch (life.first) {
                case REFUSED -> throw new ConnectException("Connection refused");
                case UNROUTABLE -> throw new NoRouteToHostException("No route to host");
                case CONNECT_TIMEOUT -> throw new SocketTimeoutException("Connect timed out");
                default -> super.connect(address, timeout);
            }
        }

        @Override
        void writing() throws IOException {
            Fate fate = requests == 0 ? life.first : life.second;
            writes++;
            if (fate == Fate.WRITE_FAILS || (fate == Fate.SECOND_WRITE_FAILS && writes > 1)) {
                throw new SocketException("Broken pipe");
            }
        }

        @Override
        void sent() {
            int heads = written().split(" HTTP/1.1\r\n", -1).length - 1;
            if (heads > requests) {
                say((requests == 0 ? life.first : life.second).answer, 1000, life.end);
                requests = heads;
            }
        }
    }

    @Provide
    Arbitrary<Asked> calls() {
        return Combinators.combine(
                        Arbitraries.of(
                                "GET", "HEAD", "OPTIONS", "PUT", "DELETE", "POST", "POST", "PATCH", "get", "ORDER"),
                        Arbitraries.of(false, false, false, true),
                        Arbitraries.of(Body.class))
                .as(Asked::new);
    }

    @Provide
    Arbitrary<Life> lives() {
        return Combinators.combine(
                        Arbitraries.of(Fate.class), Arbitraries.of(Fate.class), Arbitraries.of(MemorySocket.End.class))
                .as(Life::new);
    }

    @Property(tries = 20_000, seed = "20261125", edgeCases = EdgeCasesMode.NONE, generation = GenerationMode.RANDOMIZED)
    void whatMayHaveBeenProcessedIsSentTwiceOnlyIfReplayable(
            @ForAll @IntRange(min = 1, max = 3) int endpoints,
            @ForAll @Size(min = 1, max = 4) List<@net.jqwik.api.From("calls") Asked> calls,
            @ForAll @Size(12) List<@net.jqwik.api.From("lives") Life> lives)
            throws IOException {
        Deque<Life> next = new ArrayDeque<>(lives);
        List<Connection> connections = new ArrayList<>();
        try (Headgate headgate = MemoryCore.of(
                orders -> orders.endpoints(IntStream.rangeClosed(1, endpoints)
                                .mapToObj(port -> "http://127.0.0.1:" + port)
                                .toArray(String[]::new))
                        .requestBuffer(REQUEST_BUFFER)
                        .retry(RetryPolicy.DEFAULT.withMaxAttempts(MAX_ATTEMPTS)),
                () -> {
                    Connection connection = new Connection(next.remove());
                    connections.add(connection);
                    return connection;
                })) {
            for (int i = 0; i < calls.size(); i++) {
                String tag = "request-" + i;
                boolean isCertainlyNotProcessed = call(headgate, calls.get(i).request(tag));
                List<String> received = connections.stream()
                        .map(MemorySocket::written)
                        .filter(written -> written.contains(tag))
                        .toList();
                check(calls.get(i), received, isCertainlyNotProcessed);
            }
            MemoryCore.assertNothingIsUnderWay(headgate);
        }
        assertThat(connections)
                .allSatisfy(connection -> assertThat(connection.isClosed()).isTrue());
    }

    /* Whether the caller was told that the upstream has done nothing. */
    private static boolean call(Headgate headgate, ClassicHttpRequest request) throws IOException {
        try (ClassicHttpResponse response = headgate.execute("orders", request)) {
            EntityUtils.consume(response.getEntity());
            return false;
        } catch (UpstreamException e) {
            return !e.mayHaveBeenProcessed();
        }
    }

    private static void check(Asked asked, List<String> received, boolean isCertainlyNotProcessed) {
        assertThat(received).hasSizeLessThanOrEqualTo(asked.isIdempotent() ? MAX_ATTEMPTS : 1);
        if (asked.body == Body.LARGE_STREAM) {
            assertThat(received.stream().filter(written -> written.contains("xxx")))
                    .hasSizeLessThanOrEqualTo(1);
        }
        if (isCertainlyNotProcessed) {
            assertThat(received).isEmpty();
        }
        switch (received.size()) {
            case 0 -> neverSent++;
            case 1 -> sentOnce++;
            default -> sentAgain++;
        }
    }

    /* If nothing were ever sent again, nothing would be sent twice. */
    @AfterContainer
    static void eachOfItHappened() {
        assertThat(List.of(sentAgain, sentOnce, neverSent))
                .allSatisfy(times -> assertThat(times).isGreaterThan(1000));
    }
}
