package io.github.headgate.servlet;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.headgate.CallListener;
import io.github.headgate.EndpointStatus;
import io.github.headgate.Headgate;
import io.github.headgate.HeadgateBuilder;
import io.github.headgate.UpstreamStatus;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.failure.AttemptReport;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.testing.DeadNames;
import io.github.headgate.testing.TestUpstream;
import io.github.headgate.upstream.BreakerPolicy;
import io.github.headgate.upstream.TlsPolicy;
import io.github.headgate.upstream.UpstreamBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The proxy with an upstream for each row, so that no row sees the breaker or the connections of another. Thread-safe. */
final class FaultStand implements AutoCloseable {
    private static final int MAX_RESPONSE_SIZE = 2 << 20;
    /* Long enough that no call comes as a probe. */
    private static final Duration EJECTION = Duration.ofMinutes(1);

    private final String path;
    private final TestContainer container;
    private final LogCapture log;
    private final Map<String, List<AttemptReport>> attempts = new ConcurrentHashMap<>();
    private final List<TestUpstream> upstreams = new ArrayList<>();
    private final Headgate headgate;

    FaultStand(String path, List<FaultRow> rows, TlsPolicy tls, TestContainer container, LogCapture log)
            throws IOException {
        this.path = path;
        this.container = container;
        this.log = log;
        HeadgateBuilder builder = Headgate.builder().resolver(new DeadNames()).listener(new Attempts());
        List<Route> routes = new ArrayList<>();
        for (FaultRow row : rows) {
            TestUpstream upstream = row.fault().open(row.way());
            upstreams.add(upstream);
            routes.add(Route.of(path + "/" + row.upstream() + "/**", name(row)));
            builder.upstream(
                    name(row),
                    settings ->
                            limits(upstream.url().startsWith("https") ? settings.tls(tls) : settings, upstream.url()));
        }
        headgate = builder.build();
        container.servlet(path + "/*", new UpstreamProxyServlet(headgate, routes, AnswerSettings.defaults()));
    }

    private static void limits(UpstreamBuilder settings, String url) {
        settings.endpoints(url)
                .connectTimeout(Pace.CONNECT_TIMEOUT)
                .attemptTimeout(Pace.ATTEMPT_TIMEOUT)
                .readTimeout(Pace.READ_TIMEOUT)
                .deadline(Pace.DEADLINE)
                .maxResponseSize(MAX_RESPONSE_SIZE)
                .maxConcurrent(1)
                .breaker(BreakerPolicy.DEFAULT.withOpenFor(EJECTION, EJECTION))
                .retry(RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(1), Duration.ofMillis(2)));
    }

    /* The same in no other stand: the log knows a row by it. */
    private String name(FaultRow row) {
        return path.substring(1) + "-" + row.upstream();
    }

    FaultOutcome meet(FaultRow row) throws IOException, InterruptedException {
        List<String> before = row.way().isKept() ? List.of("GET") : row.fault().callsBefore();
        boolean isPrepared = true;
        for (String method : before) {
            Answered prepared = call(row, method, "", "");
            isPrepared &= !row.way().isKept() || prepared.response().status() == 200;
        }
        Thread other = row.fault().needsOtherCall() ? otherCall(row) : null;
        int counted = endpoint(row).failedAttempts();
        Answered answered =
                row.fault().needsUpload() ? upload(row) : call(row, row.method(), row.framing(), row.body());
        FaultOutcome outcome = new FaultOutcome(
                row,
                isPrepared,
                logged(row).map(line -> LogCapture.value(line, "failure")).orElse(""),
                logged(row).map(ILoggingEvent::getFormattedMessage).orElse(""),
                answered.response(),
                attempts.getOrDefault(name(row), List.of()),
                endpoint(row).failedAttempts() - counted,
                answered.after());
        if (other != null) {
            other.join();
        }
        return outcome;
    }

    private Thread otherCall(FaultRow row) {
        Thread other = new Thread(() -> {
            try {
                call(row, "GET", "", "");
            } catch (IOException e) {
                // its end is not what this is about
            }
        });
        other.start();
        while (status(row).inFlight() == 0) {
            Thread.onSpinWait();
        }
        return other;
    }

    private record Answered(RawResponse response, Duration after) {}

    private Answered call(FaultRow row, String method, String framing, String body) throws IOException {
        long start = System.nanoTime();
        try (RawClient client = new RawClient(container.port())) {
            client.send(head(row, method, framing), body);
            RawResponse response = client.readAll();
            return new Answered(response, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /* The time of an upload is the caller's: what counts is how long it did not move before the answer came. */
    private Answered upload(FaultRow row) throws IOException {
        try (RawClient client = new RawClient(container.port())) {
            StalledUpload upload = new StalledUpload(client, head(row, row.method(), row.framing()), row.body());
            upload.start();
            int first = client.in().read();
            Duration stalled = upload.longestPause();
            String rest = client.readAll().text();
            return new Answered(new RawResponse(first < 0 ? "" : (char) first + rest), stalled);
        }
    }

    private String head(FaultRow row, String method, String framing) {
        return method + " " + path + "/" + row.upstream() + "/x HTTP/1.1\nHost: h\nConnection: close\n" + framing
                + "\n";
    }

    private Optional<ILoggingEvent> logged(FaultRow row) {
        return log.all().stream()
                .filter(line -> LogCapture.value(line, "upstream").equals(name(row)))
                .reduce((earlier, later) -> later);
    }

    private UpstreamStatus status(FaultRow row) {
        return headgate.status().stream()
                .filter(status -> status.name().equals(name(row)))
                .findFirst()
                .orElseThrow();
    }

    private EndpointStatus endpoint(FaultRow row) {
        return status(row).endpoints().get(0);
    }

    /** Permits and leases that nobody has given back; to be asked when no call is under way. */
    List<UpstreamStatus> leftOver() {
        return headgate.status().stream()
                .filter(status -> status.inFlight() > 0
                        || status.endpoints().stream().anyMatch(endpoint -> endpoint.inFlight() > 0))
                .toList();
    }

    @Override
    public void close() throws IOException {
        for (TestUpstream upstream : upstreams) {
            upstream.close();
        }
        headgate.close();
    }

    private final class Attempts implements CallListener {
        @Override
        public void callAnswered(String upstream, List<AttemptReport> made, Duration elapsed) {
            attempts.put(upstream, made);
        }

        @Override
        public void callFailed(UpstreamException failure, Duration elapsed) {
            attempts.put(failure.upstream(), failure.attempts());
        }
    }
}
