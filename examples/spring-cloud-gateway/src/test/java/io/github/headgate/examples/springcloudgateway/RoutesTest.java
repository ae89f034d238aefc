package io.github.headgate.examples.springcloudgateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.Headgate;
import io.github.headgate.UpstreamStatus;
import io.github.headgate.testing.Peer;
import io.github.headgate.testing.RawRequest;
import io.github.headgate.testing.RawUpstream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** What a route hands on in both directions, and what becomes of the rest. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LARGE = 4 << 20;

    private final RawUpstream upstream;
    private final ConfigurableApplicationContext context;
    private volatile RawUpstream.Behaviour behaviour = peer -> peer.ok("good");
    private int before;

    RoutesTest() throws IOException {
        upstream = new RawUpstream(peer -> behaviour.answer(peer));
        SpringApplication application = new SpringApplication(SpringCloudGatewayApplication.class);
        application.setRegisterShutdownHook(false);
        String route = "--spring.cloud.gateway.server.webmvc.routes";
        context = application.run(
                "--server.port=0",
                "--logging.level.root=off",
                "--headgate.upstreams.orders.endpoints=" + upstream.url(),
                "--headgate.upstreams.orders.attempt-timeout=500ms",
                "--headgate.upstreams.orders.connect-timeout=500ms",
                "--headgate.upstreams.orders.deadline=800ms",
                "--headgate.upstreams.orders.breaker.consecutive-failures=0",
                "--headgate.upstreams.orders.breaker.failure-rate=100",
                route + "[0].id=orders",
                route + "[0].uri=http://orders",
                route + "[0].predicates[0]=Path=/orders/**",
                route + "[1].id=other",
                route + "[1].uri=" + upstream.url(),
                route + "[1].predicates[0]=Path=/other/**",
                route + "[2].id=refused",
                route + "[2].uri=http://127.0.0.1:1",
                route + "[2].predicates[0]=Path=/refused/**");
    }

    @BeforeEach
    void count() {
        before = upstream.requests().size();
    }

    @AfterEach
    void nothingIsLeft() {
        UpstreamStatus orders = status();
        assertThat(orders.inFlight()).as("permits").isZero();
        assertThat(orders.endpoints().get(0).inFlight()).as("leases").isZero();
    }

    @AfterAll
    void stop() throws IOException {
        context.close();
        upstream.close();
    }

    private void answersBy(RawUpstream.Behaviour next) {
        behaviour = next;
    }

    private UpstreamStatus status() {
        return context.getBean(Headgate.class).status().get(0);
    }

    private int port() {
        return Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
    }

    private RawAnswer call(String head, String body) throws IOException {
        String framing = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\n";
        return RawAnswer.to(
                port(),
                head + "\nHost: public.example\n" + framing
                        + (head.contains("Connection:") ? "" : "Connection: close\n") + "\n",
                body.getBytes(StandardCharsets.ISO_8859_1),
                PATIENCE);
    }

    private RawAnswer get(String path, String... headers) throws IOException {
        return call("GET " + path + " HTTP/1.1" + (headers.length == 0 ? "" : "\n" + String.join("\n", headers)), "");
    }

    private List<RawRequest> received() {
        return upstream.requests().subList(before, upstream.requests().size());
    }

    private RawRequest only() {
        assertThat(received()).hasSize(1);
        return received().get(0);
    }

    @Test
    void pathAndQueryArriveAsTheyWere() throws IOException {
        answersBy(peer -> peer.ok("good"));
        RawAnswer answer = get("/orders/a%20b;v=1?x=1&y=%C3%A4&y=2");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).contains("good");
        assertThat(only().line()).isEqualTo("GET /orders/a%20b;v=1?x=1&y=%C3%A4&y=2 HTTP/1.1");
        assertThat(only().headers("Host")).containsExactly(upstream.url().substring("http://".length()));
    }

    @Test
    void headersOfTheConnectionStayOnIt() throws IOException {
        answersBy(peer -> send(
                peer,
                "HTTP/1.1 200 OK^Connection: keep-alive, X-Secret^Keep-Alive: timeout=5^"
                        + "X-Secret: 1^X-Kept: 2^Content-Length: 4^^good"));
        RawAnswer answer =
                get("/orders/7", "Connection: close, X-Hop", "X-Hop: 1", "Keep-Alive: 5", "TE: trailers", "X-End: 2");
        assertThat(only().names())
                .doesNotContain("x-hop", "keep-alive", "te", "upgrade")
                .contains("x-end");
        assertThat(only().headers("Connection")).allMatch(value -> value.equalsIgnoreCase("keep-alive"));
        assertThat(answer.headers("X-Kept")).containsExactly("2");
        assertThat(answer.headers("X-Secret")).isEmpty();
        assertThat(answer.headers("Keep-Alive")).isEmpty();
    }

    @Test
    void aHeadThatTheContainerCannotSendIsAFailureOfTheUpstream() throws IOException {
        answersBy(peer -> send(peer, "HTTP/1.1 200 OK^X-Large: " + "x".repeat(10_000) + "^Content-Length: 4^^good"));
        RawAnswer answer = get("/orders/7");
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.headers("Proxy-Status"))
                .singleElement()
                .asString()
                .contains("error=http_response_header_section_size");
        assertThat(answer.headers("X-Large")).isEmpty();
    }

    @Test
    void aSmallBodyIsSentAgain() throws IOException {
        answersBy(peer -> {
            if (peer.upstream().requests().size() == before + 1) {
                peer.reset();
            }
            peer.ok("good");
        });
        assertThat(call("PUT /orders/7 HTTP/1.1", "two pens").status()).isEqualTo(200);
        assertThat(received()).hasSize(2);
        assertThat(received().get(1).text()).isEqualTo("two pens");
    }

    @Test
    void aPostIsSentOnce() throws IOException {
        answersBy(Peer::reset);
        RawAnswer answer = call("POST /orders HTTP/1.1", "two pens");
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.headers("Proxy-Status")).singleElement().asString().contains("error=connection_terminated");
        only();
    }

    @Test
    void aLargeBodyGoesThroughInBothDirections() throws IOException {
        answersBy(peer -> {
            int length = peer.request().body().readAllBytes().length;
            send(peer, "HTTP/1.1 200 OK^Content-Length: " + length + "^^" + "y".repeat(length));
        });
        RawAnswer answer = call("POST /orders HTTP/1.1", "x".repeat(LARGE / 2));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasSize(LARGE / 2);
    }

    @Test
    void anEventArrivesBeforeTheNextIsSent() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        answersBy(peer -> {
            send(peer, "HTTP/1.1 200 OK^Content-Type: text/event-stream^Transfer-Encoding: chunked^^" + "5^one\n\n^");
            seen.await();
            send(peer, "5^two\n\n^0^^");
        });
        try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), port())) {
            write(caller, "GET /orders/events HTTP/1.1^Host: h^Connection: close^^");
            assertThat(readUntil(caller.getInputStream(), "one")).contains("text/event-stream");
            seen.countDown();
            assertThat(readUntil(caller.getInputStream(), "two")).contains("two");
            caller.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    @Test
    void headHasTheLengthAndNoBody() throws IOException {
        answersBy(peer -> send(peer, "HTTP/1.1 200 OK^Content-Length: 1234^^"));
        RawAnswer answer = call("HEAD /orders/7 HTTP/1.1", "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers("Content-Length")).containsExactly("1234");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aRedirectIsTheCallersToFollow() throws IOException {
        answersBy(peer -> send(peer, "HTTP/1.1 302 Found^Location: http://orders/elsewhere^Content-Length: 0^^"));
        RawAnswer answer = get("/orders/7");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.headers("Location")).containsExactly("http://orders/elsewhere");
        only();
    }

    @Test
    void neitherCookiesNorCompressionAreTouched() throws IOException {
        answersBy(peer -> send(
                peer,
                "HTTP/1.1 200 OK^Set-Cookie: a=1; Path=/^Set-Cookie: b=2^"
                        + "Content-Encoding: gzip^Content-Length: 4^^\u001f\u008b..."));
        RawAnswer answer = get("/orders/7", "Cookie: c=3; d=4", "Accept-Encoding: gzip;q=0.5");
        assertThat(answer.headers("Set-Cookie")).containsExactly("a=1; Path=/", "b=2");
        assertThat(answer.headers("Content-Encoding")).containsExactly("gzip");
        assertThat(only().headers("Cookie")).containsExactly("c=3; d=4");
        assertThat(only().headers("Accept-Encoding")).containsExactly("gzip;q=0.5");
    }

    @Test
    void theDeadlineHoldsOverTheRetries() throws IOException {
        answersBy(Peer::stall);
        RawAnswer answer = get("/orders/7");
        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.headers("Proxy-Status")).singleElement().asString().contains("error=http_response_timeout");
        assertThat(received()).hasSize(2);
    }

    @Test
    void whatTheUpstreamAnswersItselfPassesAndSaysSo() throws IOException {
        answersBy(peer -> send(peer, "HTTP/1.1 500 Oops^Content-Length: 5^^their"));
        RawAnswer answer = get("/orders/7");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("their");
        assertThat(answer.headers("Proxy-Status")).containsExactly("headgate; received-status=500");
    }

    @Test
    void aResponseThatTheCallerHasAlreadyGivesEverythingBack() throws IOException {
        answersBy(peer -> send(peer, "HTTP/1.1 200 OK^ETag: \"a\"^Content-Length: " + LARGE + "^^" + "x".repeat(1000)));
        assertThat(get("/orders/7", "If-None-Match: \"a\"").status()).isEqualTo(304);
    }

    @Test
    void anUploadThatCannotBeReadBlamesNobody() throws Exception {
        answersBy(peer -> peer.ok("good"));
        long failures = status().endpoints().get(0).failedAttempts();
        try (Socket caller = new Socket(InetAddress.getLoopbackAddress(), port())) {
            write(
                    caller,
                    "POST /orders HTTP/1.1^Host: h^Connection: close^Transfer-Encoding: chunked^^" + "5^hello^xyz^");
            String answer = new String(caller.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("Proxy-Status");
        }
        assertThat(received()).isEmpty();
        assertThat(status().endpoints().get(0).failedAttempts()).isEqualTo((int) failures);
    }

    @Test
    void anotherHostIsCalledAsEver() throws IOException {
        answersBy(peer -> send(peer, "HTTP/1.1 500 Oops^Content-Length: 5^^their"));
        int attempts = status().endpoints().get(0).failedAttempts();
        RawAnswer answer = get("/other/7");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.headers("Proxy-Status")).isEmpty();
        assertThat(status().endpoints().get(0).failedAttempts()).isEqualTo(attempts);
    }

    @Test
    void theFilterAnswersForAnotherHostToo() throws IOException {
        RawAnswer answer = get("/refused/7");
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.headers("Proxy-Status")).singleElement().asString().contains("error=connection_refused");
    }

    /* A caret stands for a line end. */
    private static void send(Peer peer, String text) throws IOException {
        peer.send(text.replace("^", "\r\n"));
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.replace("^", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String readUntil(InputStream in, String text) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(text) < 0) {
            int next = in.read();
            assertThat(next).as("ended after %s", read).isNotNegative();
            read.append((char) next);
        }
        return read.toString();
    }
}
