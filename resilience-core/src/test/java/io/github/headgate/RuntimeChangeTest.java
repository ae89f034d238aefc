package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.settings.InvalidSettingsException;
import io.github.headgate.testing.RawUpstream;
import io.github.headgate.upstream.LoadBalancing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What can be said and changed while calls are under way. */
@Timeout(60)
class RuntimeChangeTest {
    private RawUpstream one;
    private RawUpstream two;
    private Headgate headgate;

    @BeforeEach
    void start() throws Exception {
        one = new RawUpstream(peer -> peer.ok("one"));
        two = new RawUpstream(peer -> peer.ok("two"));
        headgate = Headgate.builder()
                .upstream("orders", orders -> orders.endpoints(one.url(), two.url())
                        .loadBalancing(
                                LoadBalancing.ROUND_ROBIN)) // the fastest one takes all that come one after the other
                .build();
    }

    @AfterEach
    void stop() throws Exception {
        headgate.close();
        one.close();
        two.close();
    }

    private String get() throws Exception {
        try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
            return EntityUtils.toString(response.getEntity());
        }
    }

    private List<String> get(int times) throws Exception {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            bodies.add(get());
        }
        return bodies;
    }

    @Test
    void aDrainedEndpointGetsNoCallsUntilItIsSaidOtherwise() throws Exception {
        assertThat(get(50)).contains("one", "two");
        headgate.admit("orders", one.url(), Admission.DRAINED);
        assertThat(get(50)).containsOnly("two");
        one.awaitNoConnection();
        EndpointStatus drained = headgate.status().get(0).endpoints().get(0);
        assertThat(drained.admits()).isFalse();
        assertThat(drained)
                .hasToString(drained.endpoint() + " CLOSED, DRAINED, 0 in flight, 0 of " + drained.countedAttempts()
                        + " attempts failed, no failure");
        assertThat(headgate.status().get(0).isWhole()).isFalse();
        headgate.admit("orders", one.url(), Admission.AUTOMATIC);
        assertThat(get(50)).contains("one", "two");
    }

    @Test
    void anUpstreamThatIsForcedOpenIsUnavailableAtOnce() throws Exception {
        headgate.admit("orders", Admission.FORCED_OPEN);
        assertThat(catchThrowableOfType(UpstreamException.class, this::get).type())
                .isEqualTo(FailureType.DESTINATION_UNAVAILABLE);
        assertThat(headgate.status().get(0).isAvailable()).isFalse();
        headgate.admit("orders", Admission.AUTOMATIC);
        assertThat(get()).isIn("one", "two");
    }

    @Test
    void whatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> headgate.admit("order", Admission.DRAINED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: one of [orders]");
        assertThatThrownBy(() -> headgate.admit("orders", "http://10.0.0.1", Admission.DRAINED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no such endpoint: http://10.0.0.1 (expected: one of [" + one.url());
        assertThatThrownBy(() -> headgate.replace("orders", orders -> orders.endpoints("nowhere")))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("headgate.upstreams.orders.endpoints[0]");
    }

    @Test
    void settingsAreReplacedUnderLoadWithoutAFailedCall() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                calls.add(callers.submit(() -> {
                    int answered = 0;
                    while (!isOver.get()) {
                        assertThat(get()).isIn("one", "two");
                        answered++;
                    }
                    return answered;
                }));
            }
            for (int i = 0; i < 50; i++) {
                int change = i;
                String[] endpoints = i % 3 == 0 ? new String[] {one.url()} : new String[] {one.url(), two.url()};
                headgate.replace("orders", orders -> orders.endpoints(endpoints)
                        .maxConcurrent(100 + change)
                        .connectTimeout(Duration.ofMillis(500 + change / 10)));
                assertThat(get(5)).isNotEmpty();
            }
            isOver.set(true);
            for (Future<Integer> caller : calls) {
                assertThat(caller.get()).isPositive();
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(headgate.status().get(0).inFlight()).isZero();
        assertThat(headgate.status().get(0).limit()).isEqualTo(149);
    }
}
