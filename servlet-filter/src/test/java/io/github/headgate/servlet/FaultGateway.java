package io.github.headgate.servlet;

import io.github.headgate.CallListener;
import io.github.headgate.Headgate;
import io.github.headgate.HeadgateBuilder;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.failure.AttemptReport;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.testing.FaultyTls;
import io.github.headgate.testing.TestUpstream;
import io.github.headgate.upstream.TlsPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A gateway in a real container with an upstream for each row, so that no row sees the breaker of another. */
final class FaultGateway implements AutoCloseable {
    private static final int MAX_RESPONSE_SIZE = 2 << 20;
    private static final String UPLOAD = "x".repeat(16 << 20);

    private final LogCapture log = LogCapture.of("io.github.headgate.failures");
    private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
    private final List<TestUpstream> upstreams = new ArrayList<>();
    private final Headgate headgate;
    private final TestContainer container;

    FaultGateway(List<FaultRow> rows, Path directory) throws IOException {
        TlsPolicy tls = new TlsPolicy(
                Files.writeString(directory.resolve("authority.pem"), FaultyTls.authorityPem())
                        .toString(),
                "",
                "",
                true);
        HeadgateBuilder builder = Headgate.builder().listener(new Attempts());
        List<Route> routes = new ArrayList<>();
        for (FaultRow row : rows) {
            TestUpstream upstream = row.fault().open();
            upstreams.add(upstream);
            routes.add(Route.of("/" + row.upstream() + "/**", row.upstream()));
            builder.upstream(row.upstream(), settings -> settings.endpoints(upstream.url())
                    .connectTimeout(Pace.CONNECT_TIMEOUT)
                    .attemptTimeout(Pace.ATTEMPT_TIMEOUT)
                    .readTimeout(Pace.READ_TIMEOUT)
                    .deadline(Pace.DEADLINE)
                    .maxResponseSize(MAX_RESPONSE_SIZE)
                    .retry(RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(1), Duration.ofMillis(2)))
                    .tls(tls));
        }
        headgate = builder.build();
        container = new TestContainer()
                .connector("maxSwallowSize", "-1") // the caller's upload never costs it the answer
                .filter(new UpstreamFailureFilter(AnswerSettings.defaults()))
                .servlet("/*", new UpstreamProxyServlet(headgate, routes, AnswerSettings.defaults()))
                .start();
    }

    FaultOutcome meet(FaultRow row) throws IOException {
        if (row.fault().needsSecondCall()) {
            call(row, "");
        }
        String body = row.fault().needsUpload() ? UPLOAD : row.method().equals("POST") ? "order" : "";
        long start = System.nanoTime();
        RawResponse response = call(row, body);
        Pace pace = Pace.of(Duration.ofNanos(System.nanoTime() - start));
        return new FaultOutcome(row, type(row), response, attempts.getOrDefault(row.upstream(), 0), pace);
    }

    /* Sends from another thread: who stops reading an upload must not keep the caller from reading the answer. */
    private RawResponse call(FaultRow row, String body) throws IOException {
        try (RawClient client = new RawClient(container.port())) {
            String length = row.method().equals("POST") ? "Content-Length: " + body.length() + "\n" : "";
            String head =
                    row.method() + " /" + row.upstream() + "/x HTTP/1.1\nHost: h\nConnection: close\n" + length + "\n";
            Thread sender = new Thread(() -> {
                try {
                    client.send(head, body);
                } catch (IOException e) {
                    // the answer, or its absence, says it
                }
            });
            sender.start();
            return client.readAll();
        }
    }

    private String type(FaultRow row) {
        return log.warnings().stream()
                .filter(line -> LogCapture.value(line, "upstream").equals(row.upstream()))
                .map(line -> LogCapture.value(line, "failure"))
                .reduce("", (earlier, later) -> later);
    }

    @Override
    public void close() throws IOException {
        for (TestUpstream upstream : upstreams) {
            upstream.close();
        }
        headgate.close();
        container.close();
        log.close();
    }

    private final class Attempts implements CallListener {
        @Override
        public void callAnswered(String upstream, List<AttemptReport> made, Duration elapsed) {
            attempts.put(upstream, made.size());
        }

        @Override
        public void callFailed(UpstreamException failure, Duration elapsed) {
            attempts.put(failure.upstream(), failure.attempts().size());
        }
    }
}
