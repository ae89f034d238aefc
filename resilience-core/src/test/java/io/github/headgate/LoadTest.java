package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.headgate.failure.AttemptReport;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.testing.Peer;
import io.github.headgate.testing.Ports;
import io.github.headgate.testing.RawUpstream;
import io.github.headgate.upstream.BreakerPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many calls at once. */
class LoadTest {
    private static final int IN_FLIGHT = 50;

    private final ExecutorService callers = Executors.newFixedThreadPool(IN_FLIGHT);
    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
    private final Queue<Exception> surprises = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        callers.shutdownNow();
    }

    /** Makes calls from 50 threads until so many are made. */
    private void calls(Headgate headgate, int calls) throws Exception {
        AtomicInteger left = new AtomicInteger(calls);
        List<Future<?>> done = new java.util.ArrayList<>();
        for (int i = 0; i < IN_FLIGHT; i++) {
            done.add(callers.submit(() -> {
                while (left.getAndDecrement() > 0) {
                    outcomes.computeIfAbsent(call(headgate), o -> new LongAdder())
                            .increment();
                }
            }));
        }
        for (Future<?> future : done) {
            future.get();
        }
    }

    private String call(Headgate headgate) {
        try (ClassicHttpResponse response = headgate.execute("orders", new HttpGet("/"))) {
            EntityUtils.toByteArray(response.getEntity());
            return String.valueOf(response.getCode());
        } catch (UpstreamException e) {
            return e.type().token();
        } catch (IOException | RuntimeException e) {
            surprises.add(e);
            return e.toString();
        }
    }

    private Map<String, Long> counted() {
        Map<String, Long> counts = new java.util.TreeMap<>();
        outcomes.forEach((outcome, count) -> counts.put(outcome, count.sum()));
        return counts;
    }

    private static void assertNothingIsLeft(Headgate headgate) {
        UpstreamStatus status = headgate.status().get(0);
        assertThat(status.inFlight()).isZero();
        assertThat(status.endpoints())
                .allSatisfy(endpoint -> assertThat(endpoint.inFlight()).isZero());
    }

    @Test
    void oneRefusedOneBlackholedAndOneGoodEndpointAnswerEveryCall() throws Exception {
        try (RawUpstream good = new RawUpstream(peer -> peer.ok("good"));
                Ports.Blackhole blackhole = new Ports.Blackhole();
                Headgate headgate = Headgate.builder()
                        .upstream("orders", orders -> orders.endpoints(refused(), blackhole.url(), good.url()))
                        .build()) {
            calls(headgate, 1000);
            assertThat(counted()).isEqualTo(Map.of("200", 1000L));
            assertNothingIsLeft(headgate);
        }
    }

    @Test
    void aRealNginxIsNotMissedAndComesBack(@TempDir Path folder) throws Exception {
        assumeTrue(Nginx.isInstalled(), "nginx is not installed");
        try (Nginx nginx = new Nginx(folder);
                Ports.Blackhole blackhole = new Ports.Blackhole();
                Headgate headgate = Headgate.builder()
                        .upstream("orders", orders -> orders.endpoints(refused(), blackhole.url(), nginx.url())
                                .connectTimeout(Duration.ofMillis(500))
                                .breaker(BreakerPolicy.DEFAULT.withOpenFor(
                                        Duration.ofMillis(200), Duration.ofMillis(200))))
                        .build()) {
            nginx.start();
            calls(headgate, 1000);
            assertThat(counted()).isEqualTo(Map.of("200", 1000L));
            nginx.stop();
            while (headgate.status().get(0).isAvailable()) {
                calls(headgate, 10);
            }
            assertThat(surprises).isEmpty();
            nginx.start();
            while (!call(headgate).equals("200")) {
                assertThat(surprises).isEmpty();
            }
            outcomes.clear();
            calls(headgate, 1000);
            assertThat(counted()).isEqualTo(Map.of("200", 1000L));
            assertNothingIsLeft(headgate);
        }
    }

    @Test
    void whenAllAreDownTheAnswerComesAtOnceAndTheUpstreamIsLeftInPeace() throws Exception {
        AttemptCounter attempts = new AttemptCounter();
        try (Headgate headgate = Headgate.builder()
                .listener(attempts)
                .upstream("orders", orders -> orders.endpoints(refused(), refused(), refused()))
                .build()) {
            calls(headgate, 5000);
            assertThat(surprises).isEmpty();
            assertThat(counted().keySet())
                    .isSubsetOf(FailureType.CONNECTION_REFUSED.token(), FailureType.DESTINATION_UNAVAILABLE.token());
            assertThat(counted().get(FailureType.DESTINATION_UNAVAILABLE.token()))
                    .isGreaterThan(4500);
            assertThat(attempts.count.sum()).isLessThan(5000 * 12 / 10);
            assertNothingIsLeft(headgate);
        }
    }

    private static String refused() {
        return "http://127.0.0.1:" + Ports.refused();
    }

    @Test
    void aStallLeavesNoThreadConnectionOrPermitBehind() throws Exception {
        try (RawUpstream stalls = new RawUpstream(Peer::stall);
                Headgate headgate = Headgate.builder()
                        .upstream("orders", orders -> orders.endpoints(stalls.url())
                                .connectTimeout(Duration.ofMillis(200))
                                .attemptTimeout(Duration.ofMillis(200))
                                .deadline(Duration.ofMillis(500)))
                        .build()) {
            calls(headgate, 100);
            assertThat(surprises).isEmpty();
            assertNothingIsLeft(headgate);
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("headgate-"))
                    .as("one timer, whatever the number of calls")
                    .hasSizeLessThanOrEqualTo(1);
            stalls.awaitNoConnection();
        }
        assertThat(counted().keySet())
                .allMatch(outcome ->
                        outcome.equals("http_response_timeout") || outcome.equals("destination_unavailable"));
    }

    @Test
    void oneEndpointThatDiesUnderLoadIsNotNoticed() throws Exception {
        RawUpstream dies = new RawUpstream(peer -> peer.ok("good"));
        try (RawUpstream good = new RawUpstream(peer -> peer.ok("good"));
                Headgate headgate = Headgate.builder()
                        .upstream("orders", orders -> orders.endpoints(dies.url(), good.url()))
                        .build()) {
            calls(headgate, 1000);
            Thread killer = new Thread(() -> {
                try {
                    dies.close();
                } catch (IOException e) {
                    surprises.add(e);
                }
            });
            killer.start();
            calls(headgate, 2000);
            killer.join();
            assertThat(surprises).isEmpty();
            assertThat(counted()).isEqualTo(Map.of("200", 3000L));
            assertNothingIsLeft(headgate);
        }
    }

    private static final class AttemptCounter implements CallListener {
        final LongAdder count = new LongAdder();

        @Override
        public void attemptEnded(String upstream, AttemptReport attempt) {
            count.increment();
        }
    }
}
