package io.github.headgate.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headgate.Admission;
import io.github.headgate.CallTracer;
import io.github.headgate.Headgate;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.testing.RawUpstream;
import io.github.headgate.upstream.HedgePolicy;
import io.github.headgate.upstream.LoadBalancing;
import io.github.headgate.upstream.UpstreamBuilder;
import io.micrometer.observation.Observation;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a trace tells of calls that are made for real, and what of it reaches the upstream. */
@Timeout(30)
class HeadgateObservationsTest {
    private static final String FOREIGN = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @StartStop
    public final MockWebServer one = new MockWebServer();

    @StartStop
    public final MockWebServer two = new MockWebServer();

    private final Spans spans = new Spans();
    private @Nullable Headgate headgate;

    @AfterEach
    void close() {
        spans.close();
        if (headgate != null) {
            headgate.close();
        }
    }

    private Headgate open(CallTracer tracer, Consumer<UpstreamBuilder> settings, String... endpoints) {
        Headgate opened = Headgate.builder()
                .tracer(tracer)
                .upstream(
                        "orders",
                        orders -> settings.accept(
                                orders.endpoints(endpoints).loadBalancing(LoadBalancing.FIRST_AVAILABLE)))
                .build();
        headgate = opened;
        return opened;
    }

    private Headgate open(String... endpoints) {
        return open(new HeadgateObservations(spans.registry), orders -> {}, endpoints);
    }

    private static String url(MockWebServer server) {
        return "http://127.0.0.1:" + server.getPort();
    }

    private static void get(Headgate headgate) throws Exception {
        get(headgate, new HttpGet("/"));
    }

    private static void get(Headgate headgate, ClassicHttpRequest request) throws Exception {
        try (ClassicHttpResponse response = headgate.execute("orders", request)) {
            EntityUtils.consume(response.getEntity());
        }
    }

    private static List<String> traceparents(MockWebServer server) throws InterruptedException {
        return server.takeRequest().getHeaders().values("traceparent").stream()
                .map(parent -> parent.substring(0, parent.lastIndexOf('-')))
                .toList();
    }

    @Test
    void eachAttemptIsASpanBelowTheCallAndItsContextReachesTheUpstream() throws Exception {
        one.enqueue(new MockResponse.Builder().code(503).build());
        two.enqueue(new MockResponse.Builder().body("from two").build());
        HttpGet request = new HttpGet("/");
        request.setHeader("traceparent", FOREIGN);
        Observation.createNotStarted("page", spans.registry)
                .observeChecked(() -> get(open(url(one), url(two)), request));

        SpanData page = spans.ended().get(spans.ended().size() - 1);
        assertThat(spans.call().getParentSpanId()).isEqualTo(page.getSpanId());
        assertThat(spans.call().getName()).isEqualTo("call orders");
        assertThat(Spans.outcome(spans.call())).isEqualTo("answered none 200");
        assertThat(Spans.tag(spans.call(), "method")).isEqualTo("GET");
        assertThat(spans.attempts())
                .extracting(Spans::outcome)
                .containsExactly("received_error none 503", "answered none 200");
        assertThat(spans.attempts())
                .extracting(span -> Spans.tag(span, "endpoint"))
                .containsExactly(url(one), url(two));
        assertThat(spans.attempts()).extracting(SpanData::getKind).containsOnly(SpanKind.CLIENT);
        assertThat(traceparents(one))
                .containsExactly(Spans.parent(spans.attempts().get(0)));
        assertThat(traceparents(two))
                .containsExactly(Spans.parent(spans.attempts().get(1)));
        assertThat(request.getHeader("traceparent").getValue()).isEqualTo(FOREIGN);
    }

    @Test
    void aCallThatFailsIsAnError() throws Exception {
        Headgate headgate = open("http://127.0.0.1:1");
        assertThatThrownBy(() -> get(headgate)).isInstanceOf(UpstreamException.class);
        assertThat(Spans.outcome(spans.call())).isEqualTo("failed connection_refused 502");
        assertThat(spans.attempts()).isNotEmpty().allSatisfy(attempt -> {
            assertThat(Spans.outcome(attempt)).isEqualTo("failed connection_refused 502");
            assertThat(attempt.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(attempt.getEvents()).hasSize(1);
        });
        assertThat(spans.call().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void aCallThatIsRefusedHasNoAttempt() {
        Headgate headgate = open(url(one));
        headgate.admit("orders", Admission.FORCED_OPEN);
        assertThatThrownBy(() -> get(headgate)).isInstanceOf(UpstreamException.class);
        assertThat(Spans.outcome(spans.call())).startsWith("failed ").endsWith(" 503");
        assertThat(spans.attempts()).isEmpty();
    }

    @Test
    void theTraceLastsUntilTheBodyEndsAndSaysThatItBroke() throws Exception {
        try (RawUpstream cut = RawUpstream.answering("HTTP/1.1 200 OK\nContent-Length: 1000000", "half")) {
            Headgate headgate = open(
                    new HeadgateObservations(spans.registry),
                    orders -> orders.retry(RetryPolicy.DEFAULT.withMaxAttempts(1)),
                    cut.url());
            try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
                assertThat(spans.ended()).isEmpty();
                assertThatThrownBy(() -> EntityUtils.toByteArray(response.getEntity()))
                        .isInstanceOf(UpstreamException.class);
            }
        }
        assertThat(Spans.outcome(spans.call())).isEqualTo("failed http_response_incomplete 502");
        assertThat(spans.attempts()).extracting(Spans::outcome).containsExactly("failed http_response_incomplete 502");
    }

    @Test
    void anAnswerThatNobodyReadToItsEndIsOne() throws Exception {
        one.enqueue(new MockResponse.Builder().body("x".repeat(1 << 20)).build());
        Headgate headgate = open(url(one));
        headgate.execute("orders", new HttpGet("/")).close();
        assertThat(Spans.outcome(spans.call())).isEqualTo("answered none 200");
        assertThat(spans.attempts()).extracting(Spans::outcome).containsExactly("answered none 200");
    }

    @Test
    void anAttemptThatLosesAgainstAnotherIsReleased() throws Exception {
        one.enqueue(new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build());
        two.enqueue(new MockResponse.Builder().body("from two").build());
        get(open(
                new HeadgateObservations(spans.registry),
                orders -> orders.hedge(HedgePolicy.after(Duration.ofMillis(20)).withMaxExtraPercent(100)),
                url(one),
                url(two)));
        assertThat(spans.attempts())
                .extracting(Spans::outcome)
                .containsExactly("released none none", "answered none 200");
        assertThat(traceparents(one))
                .containsExactly(Spans.parent(spans.attempts().get(0)));
        assertThat(traceparents(two))
                .containsExactly(Spans.parent(spans.attempts().get(1)));
    }

    @Test
    void whatTheApplicationEndsIsNoError() {
        Headgate headgate = open("tcp://127.0.0.1:1");
        assertThatThrownBy(() -> headgate.call("orders", (Callable<String>) () -> {
                    throw new IllegalArgumentException("its own");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Spans.outcome(spans.call())).isEqualTo("abandoned none none");
        assertThat(spans.attempts()).extracting(Spans::outcome).containsExactly("released none none");
        assertThat(spans.call().getStatus().getStatusCode()).isNotEqualTo(StatusCode.ERROR);
    }

    @Test
    void whatWorkObservesIsBelowItsAttempt() throws Exception {
        Headgate headgate = open("tcp://127.0.0.1:1");
        headgate.call("orders", (Callable<Integer>)
                () -> Observation.createNotStarted("query", spans.registry).observe(() -> 1));
        SpanData query = spans.ended().get(0);
        assertThat(query.getName()).isEqualTo("query");
        assertThat(query.getParentSpanId()).isEqualTo(spans.attempts().get(0).getSpanId());
        assertThat(spans.registry.getCurrentObservation()).isNull();
    }

    @Test
    void anInterruptBeforeTheCallEndsIt() {
        Headgate headgate = open("tcp://127.0.0.1:1");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> headgate.call("orders", (Callable<Integer>) () -> 1))
                .isInstanceOf(InterruptedException.class);
        Thread.interrupted();
        assertThat(Spans.outcome(spans.call())).isEqualTo("abandoned none none");
    }

    @Test
    void aTracerThatThrowsChangesNothing() throws Exception {
        AtomicReference<String> asked = new AtomicReference<>("");
        Headgate headgate = open(
                (upstream, method) -> {
                    asked.set(upstream + " " + method);
                    throw new IllegalStateException("no tracer");
                },
                orders -> {},
                "tcp://127.0.0.1:1");
        assertThat(headgate.call("orders", (Callable<Integer>) () -> 1)).isEqualTo(1);
        assertThat(asked).hasValue("orders ");
    }
}
