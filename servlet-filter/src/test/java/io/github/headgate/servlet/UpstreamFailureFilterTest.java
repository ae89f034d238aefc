package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.Headgate;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.testing.RawUpstream;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the filter makes of an application that did not deal with a failed call. */
@Timeout(30)
class UpstreamFailureFilterTest {
    private static final String HALF = "{\"items\":[1,2,";

    @ParameterizedTest
    @ValueSource(strings = {"bare", "servlet", "root", "unchecked", "deep"})
    void findsTheFailedCall(String how) throws IOException {
        try (TestContainer container = application((request, response) -> {
            UpstreamException refused = refused();
            switch (how) {
                case "servlet" -> throw new ServletException(refused);
                case "root" -> throw new RootCauseOnly(refused);
                case "unchecked" -> throw new UncheckedIOException(refused);
                case "deep" -> throw new IllegalStateException(new ServletException(new IOException(refused)));
                default -> throw refused;
            }
        })) {
            RawResponse response = RawClient.get(container.port(), "/x");

            assertThat(response.status()).isEqualTo(502);
            assertThat(response.headers("Proxy-Status"))
                    .containsExactly("headgate; error=connection_refused; next-hop=orders");
        }
    }

    @Test
    void leavesOtherFailuresAlone() throws IOException {
        try (TestContainer container = application((request, response) -> {
            IllegalStateException ring = new IllegalStateException();
            ring.initCause(new IllegalStateException(ring));
            throw ring;
        })) {
            RawResponse response = RawClient.get(container.port(), "/x");

            assertThat(response.status()).isEqualTo(500);
            assertThat(response.headers("Proxy-Status")).isEmpty();
        }
    }

    @Test
    void tellsWhenToComeBack() throws IOException {
        try (TestContainer container = application((request, response) -> {
            Failure unavailable =
                    Failure.of(FailureType.DESTINATION_UNAVAILABLE).withRetryAfter(Duration.ofMillis(1500));
            throw new UpstreamException("orders", unavailable, List.of(), "orders: no endpoint permits");
        })) {
            RawResponse response = RawClient.get(container.port(), "/x", "Accept: text/html");

            assertThat(response.status()).isEqualTo(503);
            assertThat(response.headers("Retry-After")).containsExactly("2");
            assertThat(response.body()).contains("<meta http-equiv=\"refresh\" content=\"2\">");
        }
    }

    @Test
    void dropsWhatTheApplicationSaidOfItsBodyAndKeepsTheRest() throws IOException {
        try (TestContainer container = application((request, response) -> {
            response.setHeader("Access-Control-Allow-Origin", "https://app.example");
            response.setHeader("Strict-Transport-Security", "max-age=1");
            response.setHeader("Content-Security-Policy", "default-src 'self'");
            response.setHeader("Vary", "Origin");
            response.addHeader("Set-Cookie", "a=1");
            response.addHeader("Set-Cookie", "b=2");
            response.setHeader("ETag", "\"x\"");
            response.setHeader("Cache-Control", "max-age=3600");
            response.setHeader("Content-Disposition", "attachment");
            response.setHeader("Content-Encoding", "gzip");
            response.setContentType("application/pdf");
            response.setContentLength(12345);
            response.setStatus(201);
            response.getWriter().write("half a ");
            throw refused();
        })) {
            RawResponse response = RawClient.get(container.port(), "/x", "Accept: text/plain");

            assertThat(response.status()).isEqualTo(502);
            assertThat(response.headers("Access-Control-Allow-Origin")).containsExactly("https://app.example");
            assertThat(response.headers("Strict-Transport-Security")).containsExactly("max-age=1");
            assertThat(response.headers("Content-Security-Policy")).containsExactly("default-src 'self'");
            assertThat(response.headers("Vary")).containsExactly("Origin", "Accept");
            assertThat(response.headers("Set-Cookie")).containsExactly("a=1", "b=2");
            assertThat(response.headers("ETag")).isEmpty();
            assertThat(response.headers("Cache-Control")).containsExactly("no-store");
            assertThat(response.headers("Content-Disposition")).isEmpty();
            assertThat(response.headers("Content-Encoding")).isEmpty();
            assertThat(response.headers("Content-Type")).containsExactly("text/plain;charset=utf-8");
            assertThat(response.body()).startsWith("502 ").doesNotContain("half a");
            assertThat(response.isBroken()).isFalse();
        }
    }

    @Test
    void theApplicationsPolicyStaysBesideThatOfThePage() throws IOException {
        try (TestContainer container = application((request, response) -> {
            response.setHeader("Content-Security-Policy", "frame-ancestors 'self'");
            response.setHeader("X-Content-Type-Options", "nosniff");
            response.setHeader("X-Request-Id", "another");
            throw refused();
        })) {
            RawResponse response = RawClient.get(container.port(), "/x", "Accept: text/html", "X-Request-Id: r-7");

            assertThat(response.headers("Content-Security-Policy"))
                    .containsExactly(
                            "frame-ancestors 'self'",
                            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'");
            assertThat(response.headers("X-Content-Type-Options")).containsExactly("nosniff");
            assertThat(response.headers("X-Request-Id")).containsExactly("r-7");
        }
    }

    /* The error page, which Spring Boot always has, is what Tomcat would append to the half body. */
    @ParameterizedTest(name = "length {0}, error page {1}")
    @CsvSource({"0,false", "0,true", "300,false", "300,true"})
    void aResponseThatIsOnItsWayIsBrokenOff(int length, boolean hasErrorPage) throws IOException {
        try (LogCapture log = LogCapture.of("io.github.headgate.failures");
                TestContainer container = new TestContainer()) {
            container
                    .filter(new UpstreamFailureFilter(AnswerSettings.defaults()))
                    .servlet("/x", new TestServlet((request, response) -> {
                        if (length > 0) {
                            response.setContentLength(length);
                        }
                        response.getOutputStream().print(HALF);
                        response.flushBuffer();
                        throw refused();
                    }))
                    .servlet("/error", new TestServlet((request, response) -> response.getOutputStream()
                            .print("E".repeat(300))));
            if (hasErrorPage) {
                container.errorPage("/error");
            }
            container.start();
            try (RawClient client = new RawClient(container.port())) {
                client.send("GET /x HTTP/1.1\nHost: h\n\n", "");
                RawResponse response = client.readAll();

                assertThat(response.status()).isEqualTo(200);
                assertThat(response.body()).contains(HALF).doesNotContain("connection_refused", "EEE");
                assertThat(response.isBroken()).isTrue();
                assertThat(log.warnings()).hasSize(1);
            }
        }
    }

    @Test
    void seesTheFailureOfAnAsyncDispatch() throws IOException {
        try (TestContainer container = application((request, response) -> {
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                throw refused();
            }
            AsyncContext async = request.startAsync();
            async.start(async::dispatch);
        })) {
            assertThat(RawClient.get(container.port(), "/x").status()).isEqualTo(502);
        }
    }

    @Test
    void endsAnAsyncRequestThatFailedAtOnce() throws IOException {
        try (TestContainer container = application((request, response) -> {
            request.startAsync();
            throw refused();
        })) {
            RawResponse response = RawClient.get(container.port(), "/x");

            assertThat(response.status()).isEqualTo(502);
            assertThat(response.isBroken()).isFalse();
        }
    }

    @Test
    void aProxyBehindTheFilterIsLoggedOnce() throws IOException {
        RawUpstream upstream = RawUpstream.answering(
                "HTTP/1.1 200 OK\nContent-Type: text/event-stream\nContent-Length: 100", "data: 1\n\n");
        try (LogCapture log = LogCapture.of("io.github.headgate.failures");
                upstream;
                Headgate headgate = Headgate.builder()
                        .upstream("orders", orders -> orders.endpoints("http://127.0.0.1:" + upstream.port()))
                        .build();
                TestContainer container = new TestContainer()
                        .filter(new UpstreamFailureFilter(AnswerSettings.defaults()))
                        .servlet(
                                "/*",
                                new UpstreamProxyServlet(
                                        headgate, List.of(Route.of("/**", "orders")), AnswerSettings.defaults()))
                        .start()) {
            assertThat(RawClient.get(container.port(), "/x").isBroken()).isTrue();
            assertThat(log.warnings()).hasSize(1);
        }
    }

    private static TestContainer application(TestServlet.Work work) {
        return new TestContainer()
                .filter(new UpstreamFailureFilter(AnswerSettings.defaults()))
                .servlet("/x", new TestServlet(work))
                .start();
    }

    private static UpstreamException refused() {
        return new UpstreamException(
                "orders", Failure.of(FailureType.CONNECTION_REFUSED), List.of(), "orders: 10.0.0.11 refused");
    }

    private static final class RootCauseOnly extends ServletException {
        private static final long serialVersionUID = 1L;

        private final Throwable root;

        RootCauseOnly(Throwable root) {
            this.root = root;
        }

        @Override
        public Throwable getRootCause() {
            return root;
        }
    }
}
