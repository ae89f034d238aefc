package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.testing.RawUpstream;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Applications behind the filter that call an upstream by other means than Headgate. */
@Timeout(60)
class OtherClientsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** A client, with a timeout of {@link #PATIENCE}, that reads the whole response. */
    interface Client {
        void get(URI uri) throws Exception;
    }

    enum Clients implements Client {
        JDK {
            @Override
            public void get(URI uri) throws Exception {
                HttpRequest request =
                        HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            }
        },
        JDK_ASYNC {
            @Override
            public void get(URI uri) throws Exception {
                HttpRequest request =
                        HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
                HttpClient.newHttpClient()
                        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                        .get();
            }
        },
        URL_CONNECTION {
            @Override
            public void get(URI uri) throws Exception {
                HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
                connection.setReadTimeout((int) PATIENCE.toMillis());
                connection.getInputStream().readAllBytes();
            }
        },
        HTTP_CLIENT_4 {
            @Override
            public void get(URI uri) throws Exception {
                var config = org.apache.http.client.config.RequestConfig.custom()
                        .setSocketTimeout((int) PATIENCE.toMillis())
                        .build();
                try (var client = org.apache.http.impl.client.HttpClientBuilder.create()
                                .setDefaultRequestConfig(config)
                                .disableAutomaticRetries()
                                .build();
                        var response = client.execute(new org.apache.http.client.methods.HttpGet(uri))) {
                    org.apache.http.util.EntityUtils.toByteArray(response.getEntity());
                }
            }
        },
        HTTP_CLIENT_5 {
            @Override
            public void get(URI uri) throws Exception {
                var request = new org.apache.hc.client5.http.classic.methods.HttpGet(uri);
                request.setConfig(org.apache.hc.client5.http.config.RequestConfig.custom()
                        .setResponseTimeout(org.apache.hc.core5.util.Timeout.of(PATIENCE))
                        .build());
                try (var client = org.apache.hc.client5.http.impl.classic.HttpClientBuilder.create()
                        .disableAutomaticRetries()
                        .build()) {
                    client.<byte[]>execute(
                            request,
                            response ->
                                    org.apache.hc.core5.http.io.entity.EntityUtils.toByteArray(response.getEntity()));
                }
            }
        },
        OK_HTTP {
            @Override
            public void get(URI uri) throws Exception {
                OkHttpClient client =
                        new OkHttpClient.Builder().readTimeout(PATIENCE).build();
                Request request = new Request.Builder().url(uri.toString()).build();
                try (var response = client.newCall(request).execute()) {
                    response.body().bytes();
                }
            }
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(Clients.values()).flatMap(client -> Stream.of(
                        "refused", "closed", "reset", "stalled", "cut", "chunk cut")
                // HttpURLConnection takes a body with a length that is cut for a whole one: there is nothing to see
                .filter(fault -> client != Clients.URL_CONNECTION || !fault.equals("cut"))
                .map(fault -> Arguments.of(client, fault)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("faults")
    void aRealFailureIsAnsweredWithoutAName(Client client, String fault) throws Exception {
        RawUpstream upstream = new RawUpstream(peer -> {
            switch (fault) {
                case "reset" -> peer.reset();
                case "stalled" -> peer.stall();
                case "cut" -> {
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
                    peer.close();
                }
                case "chunk cut" -> {
                    peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nhalf");
                    peer.close();
                }
                default -> peer.close();
            }
        });
        if (fault.equals("refused")) {
            upstream.close();
        }
        try (LogCapture log = LogCapture.of("io.github.headgate.failures");
                upstream;
                TestContainer container = application((request, response) ->
                        call(client, URI.create("http://127.0.0.1:" + upstream.port() + "/x")))) {
            RawResponse response = RawClient.get(container.port(), "/x");

            boolean isTimeout = fault.equals("stalled");
            assertThat(response.status()).as(response.text()).isEqualTo(isTimeout ? 504 : 502);
            String error =
                    switch (fault) {
                        case "refused" -> "connection_refused";
                        case "stalled" -> "http_response_timeout";
                        case "cut", "chunk cut" -> "(http_response_incomplete|connection_terminated)";
                        default -> "connection_terminated";
                    };
            assertThat(response.headers("Proxy-Status"))
                    .singleElement()
                    .asString()
                    .matches("headgate; error=" + error);
            assertThat(response.body()).doesNotContain("127.0.0.1", "Exception");
            assertThat(log.warnings()).hasSize(1);
            assertThat(log.warnings().get(0).getThrowableProxy()).isNotNull();
        }
    }

    static Stream<Arguments> certain() {
        return Stream.of(
                Arguments.of(new IllegalStateException(new SQLException("no connection", "08001")), 502),
                Arguments.of(new IOException(new TimeoutException()), 504),
                Arguments.of(
                        CallNotPermittedException.createCallNotPermittedException(CircuitBreaker.ofDefaults("x")),
                        503));
    }

    @ParameterizedTest
    @MethodSource("certain")
    void whatCanOnlyBeACallIsAnswered(Exception thrown, int status) throws IOException {
        try (TestContainer container = application((request, response) -> raise(thrown))) {
            assertThat(RawClient.get(container.port(), "/x").status()).isEqualTo(status);
        }
    }

    static Stream<Exception> uncertain() {
        return Stream.of(
                new java.io.EOFException(),
                new java.net.SocketException("Connection reset"),
                new java.net.SocketTimeoutException("Read timed out"),
                new UncheckedIOException(new IOException("Broken pipe", new java.net.SocketException("Broken pipe"))),
                new IllegalStateException(new java.security.cert.CertificateException("an upload that is none")),
                new SQLException("duplicate key", "23505"),
                new IllegalStateException());
    }

    @ParameterizedTest
    @MethodSource("uncertain")
    void whatMayComeFromTheCallerIsLeftAlone(Exception thrown) throws IOException {
        try (LogCapture log = LogCapture.of("io.github.headgate.failures");
                TestContainer container = application((request, response) -> raise(thrown))) {
            RawResponse response = RawClient.get(container.port(), "/x");

            assertThat(response.status()).isEqualTo(500);
            assertThat(response.headers("Proxy-Status")).isEmpty();
            assertThat(log.warnings()).isEmpty();
        }
    }

    /* The filter's own view: whatever the container does with the exception, no upstream is blamed for it. */
    @ParameterizedTest
    @MethodSource("callersFaults")
    void aCallerThatGoesAwayIsNoFailureOfAnUpstream(TestServlet.Work work, String request) throws Exception {
        CountDownLatch thrown = new CountDownLatch(1);
        try (LogCapture log = LogCapture.of("io.github.headgate.failures");
                TestContainer container = application((inbound, outbound) -> {
                    try {
                        work.run(inbound, outbound);
                    } catch (IOException | RuntimeException e) {
                        assertThat(UpstreamFailures.findAny(e)).isEmpty();
                        assertThat(UpstreamFailures.findAny(new ServletException(e)))
                                .isEmpty();
                        thrown.countDown();
                        throw e;
                    }
                })) {
            try (RawClient caller = new RawClient(container.port())) {
                caller.send(request, "0123456789");
                caller.reset();
            }
            assertThat(thrown.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
            assertThat(log.warnings()).isEmpty();
        }
    }

    static Stream<Arguments> callersFaults() {
        String upload = "POST /x HTTP/1.1\nHost: h\nContent-Length: 100\n\n";
        TestServlet.Work reads = (request, response) -> request.getInputStream().readAllBytes();
        TestServlet.Work writes = (request, response) -> {
            byte[] block = new byte[64 * 1024];
            while (true) {
                response.getOutputStream().write(block);
            }
        };
        TestServlet.Work passesOn = (request, response) -> {
            try (ServerSocket upstream = new ServerSocket(0)) {
                var post = new org.apache.http.client.methods.HttpPost("http://127.0.0.1:" + upstream.getLocalPort());
                post.setEntity(new org.apache.http.entity.InputStreamEntity(request.getInputStream(), 100));
                try (var client = org.apache.http.impl.client.HttpClients.createDefault()) {
                    client.execute(post).close();
                }
            }
        };
        return Stream.of(Arguments.of(reads, upload), Arguments.of(writes, upload), Arguments.of(passesOn, upload));
    }

    @Test
    void ofTwoThatFailTheCallersSideCounts() {
        Exception thrown = new java.net.ConnectException("Connection refused");
        assertThat(UpstreamFailures.findAny(thrown)).isPresent();

        thrown.initCause(new org.apache.catalina.connector.ClientAbortException());
        assertThat(UpstreamFailures.findAny(thrown)).isEmpty();
    }

    private static TestContainer application(TestServlet.Work work) {
        return new TestContainer()
                .filter(new UpstreamFailureFilter(AnswerSettings.defaults()))
                .servlet("/x", new TestServlet(work))
                .start();
    }

    private static void call(Client client, URI uri) throws ServletException, IOException {
        try {
            client.get(uri);
        } catch (Exception e) {
            raise(e);
        }
    }

    private static void raise(Exception thrown) throws ServletException, IOException {
        if (thrown instanceof IOException e) {
            throw e;
        }
        throw new ServletException(thrown instanceof ExecutionException ? thrown.getCause() : thrown);
    }
}
