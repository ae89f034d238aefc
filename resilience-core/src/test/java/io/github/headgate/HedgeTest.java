package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.headgate.failure.AttemptReport;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.upstream.HedgePolicy;
import io.github.headgate.upstream.LoadBalancing;
import io.github.headgate.upstream.UpstreamBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import mockwebserver3.junit5.StartStop;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A second attempt beside the first, on real sockets. */
@Timeout(30)
class HedgeTest {
    private static final int ALL = 100;

    @StartStop
    public final MockWebServer one = new MockWebServer();

    @StartStop
    public final MockWebServer two = new MockWebServer();

    private final List<AttemptReport> attempts = Collections.synchronizedList(new ArrayList<>());
    private final List<String> hedges = Collections.synchronizedList(new ArrayList<>());
    private Headgate headgate = Headgate.builder().build();

    @AfterEach
    void close() {
        headgate.close();
    }

    /* The first endpoint is always asked first. */
    private void open(HedgePolicy hedge, Consumer<UpstreamBuilder> settings) {
        headgate = Headgate.builder()
                .listener(new CallListener() {
                    @Override
                    public void attemptEnded(String upstream, AttemptReport attempt) {
                        attempts.add(attempt);
                    }

                    @Override
                    public void hedgeStarted(String upstream, String endpoint) {
                        hedges.add(upstream + " " + endpoint);
                    }
                })
                .upstream("orders", orders -> {
                    orders.endpoints(url(one), url(two))
                            .loadBalancing(LoadBalancing.FIRST_AVAILABLE)
                            .hedge(hedge);
                    settings.accept(orders);
                })
                .build();
    }

    private static HedgePolicy after(long millis) {
        return HedgePolicy.after(Duration.ofMillis(millis)).withMaxExtraPercent(ALL);
    }

    private static String url(MockWebServer server) {
        return "http://127.0.0.1:" + server.getPort();
    }

    private static MockResponse answer(String body) {
        return new MockResponse.Builder().body(body).build();
    }

    private static MockResponse late(String body, long millis) {
        return new MockResponse.Builder()
                .body(body)
                .headersDelay(millis, TimeUnit.MILLISECONDS)
                .build();
    }

    private static MockResponse stall() {
        return new MockResponse.Builder()
                .onResponseStart(SocketEffect.Stall.INSTANCE)
                .build();
    }

    private String call(HttpUriRequestBase request) throws Exception {
        try (ClassicHttpResponse response = headgate.execute("orders", request)) {
            return response.getCode() + " " + EntityUtils.toString(response.getEntity());
        }
    }

    private void nothingIsLeft() {
        UpstreamStatus status = headgate.status().get(0);
        assertThat(status.inFlight()).isZero();
        assertThat(status.endpoints())
                .allSatisfy(endpoint -> assertThat(endpoint.inFlight()).isZero());
    }

    @Test
    void theSecondAttemptWinsAndTheFirstIsAbortedWithoutBlame() throws Exception {
        open(after(20), orders -> {});
        one.enqueue(stall());
        two.enqueue(answer("from two"));
        assertThat(call(new HttpGet("/"))).isEqualTo("200 from two");
        nothingIsLeft();
        assertThat(attempts).extracting(AttemptReport::number).containsExactly(2);
        assertThat(hedges).containsExactly("orders " + url(two));
        assertThat(headgate.status().get(0).endpoints())
                .allSatisfy(endpoint -> assertThat(endpoint.failedAttempts()).isZero());
    }

    @Test
    void whoAnswersInTimeIsNotHedged() throws Exception {
        open(after(5000), orders -> {});
        for (int i = 0; i < 20; i++) {
            one.enqueue(answer("from one"));
            assertThat(call(new HttpGet("/"))).isEqualTo("200 from one");
        }
        assertThat(two.getRequestCount()).isZero();
        assertThat(hedges).isEmpty();
        nothingIsLeft();
    }

    @Test
    void whatMayNotBeSentAgainIsNotHedged() throws Exception {
        open(after(1), orders -> {});
        one.enqueue(late("from one", 200));
        assertThat(call(new HttpPost("/"))).isEqualTo("200 from one");
        assertThat(two.getRequestCount()).isZero();
    }

    @Test
    void noMoreThanThePercentageIsHedged() throws Exception {
        open(HedgePolicy.after(Duration.ofMillis(1)), orders -> {});
        for (int i = 0; i < 40; i++) {
            one.enqueue(late("from one", 30));
            two.enqueue(answer("from two"));
            assertThat(call(new HttpGet("/"))).startsWith("200");
        }
        assertThat(two.getRequestCount()).isBetween(1, 4);
    }

    @Test
    void bothFailAndTheRestOfTheAttemptsFollow() {
        open(after(20), orders -> orders.attemptTimeout(Duration.ofMillis(200)).deadline(Duration.ofSeconds(5)));
        for (int i = 0; i < 3; i++) {
            one.enqueue(stall());
            two.enqueue(stall());
        }
        UpstreamException failure = catchThrowableOfType(UpstreamException.class, () -> call(new HttpGet("/")));
        assertThat(failure.type()).isEqualTo(FailureType.HTTP_RESPONSE_TIMEOUT);
        assertThat(failure.attempts()).extracting(AttemptReport::number).containsExactly(1, 2, 3);
        nothingIsLeft();
    }

    @Test
    void aSecondAttemptThatFailsDoesNotEndTheFirst() throws Exception {
        open(after(5), orders -> {});
        one.enqueue(late("from one", 1000));
        two.enqueue(new MockResponse.Builder().code(503).body("busy").build());
        assertThat(call(new HttpGet("/"))).isEqualTo("200 from one");
        nothingIsLeft();
        assertThat(attempts).extracting(AttemptReport::outcome).containsExactly("status 503", "status 200");
    }

    @Test
    void theOtherIsAskedAtOnceWhenTheFirstFails() throws Exception {
        open(after(5000), orders -> {});
        one.enqueue(new MockResponse.Builder().code(503).build());
        two.enqueue(answer("from two"));
        assertThat(call(new HttpGet("/"))).isEqualTo("200 from two");
        nothingIsLeft();
    }

    @Test
    void thePercentileOfTheLastAttemptsIsTheDelay() throws Exception {
        open(HedgePolicy.afterPercentile(90).withMaxExtraPercent(ALL), orders -> {});
        for (int i = 0; i < 60; i++) {
            one.enqueue(answer("from one"));
            two.enqueue(answer("from two"));
            call(new HttpGet("/"));
        }
        one.enqueue(stall());
        two.enqueue(answer("from two"));
        assertThat(call(new HttpGet("/"))).isEqualTo("200 from two");
        nothingIsLeft();
    }
}
