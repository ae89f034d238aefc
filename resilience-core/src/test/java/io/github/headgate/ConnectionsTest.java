package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.testing.RawUpstream;
import io.github.headgate.upstream.BreakerPolicy;
import io.github.headgate.upstream.ConnectionPolicy;
import io.github.headgate.upstream.UpstreamBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.RequestFailedException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long connections are kept, how many there are, and that none is forgotten. */
class ConnectionsTest {
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    private <T extends AutoCloseable> T closing(T resource) {
        open.add(0, resource);
        return resource;
    }

    private RawUpstream upstream(RawUpstream.Behaviour behaviour) throws Exception {
        return closing(new RawUpstream(behaviour));
    }

    private SocketCore core(RawUpstream upstream) {
        return core(upstream.url(), orders -> {});
    }

    private SocketCore core(String url, Consumer<UpstreamBuilder> settings) {
        return closing(new SocketCore(orders -> {
            orders.endpoints(url)
                    .retry(RetryPolicy.DEFAULT.withMaxAttempts(1))
                    .connections(ConnectionPolicy.DEFAULT.withLimits(Duration.ofSeconds(50), Duration.ofSeconds(100)));
            settings.accept(orders);
        }));
    }

    private static String get(SocketCore core) throws Exception {
        try (ClassicHttpResponse response = core.headgate.execute("orders", new HttpGet("/"))) {
            return EntityUtils.toString(response.getEntity());
        }
    }

    @Test
    void aConnectionIsNotUsedAfterTheTimeThatItsEndpointKeepsIt() throws Exception {
        RawUpstream keeps = upstream(
                peer -> peer.send("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5, max=9\r\nContent-Length: 4\r\n\r\ngood"));
        SocketCore core = core(keeps);
        for (int i = 0; i < 3; i++) {
            assertThat(get(core)).isEqualTo("good");
            core.time.advance(Duration.ofMillis(3_999));
        }
        assertThat(keeps.connections()).isOne();
        assertThat(get(core)).isEqualTo("good");
        core.time.advance(Duration.ofSeconds(4));
        assertThat(get(core)).isEqualTo("good");
        assertThat(keeps.connections()).isEqualTo(2);
    }

    @Test
    void aConnectionEndsAtMaxAgeHoweverBusyItIs() throws Exception {
        RawUpstream good = upstream(peer -> peer.ok("good"));
        SocketCore core = core(good);
        for (int second = 0; second < 94; second++) {
            assertThat(get(core)).isEqualTo("good");
            core.time.advance(Duration.ofSeconds(1));
        }
        assertThat(good.connections()).isOne();
        core.time.advance(Duration.ofSeconds(1));
        assertThat(get(core)).isEqualTo("good");
        assertThat(good.connections()).isEqualTo(2);
    }

    @Test
    void anIdleConnectionIsClosedAfterMaxIdleThoughNobodyAsksForIt() throws Exception {
        RawUpstream good = upstream(peer -> peer.ok("good"));
        SocketCore core = core(good);
        assertThat(get(core)).isEqualTo("good");
        core.time.advance(Duration.ofSeconds(50));
        good.awaitNoConnection();
        assertThat(core.transport.connections().sweep(false)).as("any left").isFalse();
    }

    @Test
    void renewalClosesWhatIsIdleAndLeavesWhatIsInUse() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        RawUpstream streams = upstream(peer -> {
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 200001\r\n\r\n" + "x".repeat(200_000));
            go.await();
            peer.send("x");
        });
        SocketCore core = core(streams);
        try (ClassicHttpResponse response = core.headgate.execute("orders", new HttpGet("/"))) {
            core.transport.renew(core.endpoint());
            go.countDown();
            assertThat(EntityUtils.toByteArray(response.getEntity())).hasSize(200_001);
        }
        assertThat(get(core)).hasSize(200_001);
        assertThat(streams.connections()).isOne();
        core.transport.renew(core.endpoint());
        streams.awaitNoConnection();
        assertThat(get(core)).hasSize(200_001);
        assertThat(streams.connections()).isEqualTo(2);
    }

    @Test
    void theConnectionsOfAnEndpointThatHasGoneEndWithTheirExchange() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        RawUpstream streams = upstream(peer -> {
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 200001\r\n\r\n" + "x".repeat(200_000));
            go.await();
            peer.send("x");
        });
        SocketCore core = core(streams);
        try (ClassicHttpResponse response = core.headgate.execute("orders", new HttpGet("/"))) {
            core.transport.retire(core.endpoint());
            go.countDown();
            assertThat(EntityUtils.toByteArray(response.getEntity())).hasSize(200_001);
        }
        streams.awaitNoConnection();
        assertThat(get(core)).as("when it comes back").hasSize(200_001);
        assertThat(get(core)).hasSize(200_001);
        assertThat(streams.connections()).isEqualTo(2);
    }

    @Test
    void whatHasNoConnectionInTimeIsToldOfTheLimitAlsoAmongManyThreads() throws Exception {
        int threads = 200;
        int limit = 4;
        CountDownLatch allButFourAreRefused = new CountDownLatch(threads - limit);
        RawUpstream slow = upstream(peer -> {
            allButFourAreRefused.await();
            peer.ok("good");
        });
        SocketCore core = core(slow.url(), orders -> orders.maxConcurrent(threads)
                .maxConnectionsPerEndpoint(limit)
                .attemptTimeout(Duration.ofSeconds(20))
                .deadline(Duration.ofSeconds(20))
                .connectTimeout(Duration.ofMillis(100)));
        Map<String, Integer> outcomes = new TreeMap<>();
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        try {
            Callable<String> call = () -> {
                try {
                    return get(core);
                } catch (UpstreamException e) {
                    allButFourAreRefused.countDown();
                    return e.type().token();
                }
            };
            for (Future<String> outcome : callers.invokeAll(java.util.Collections.nCopies(threads, call))) {
                outcomes.merge(outcome.get(), 1, Integer::sum);
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(outcomes).isEqualTo(Map.of("good", limit, "connection_limit_reached", threads - limit));
        assertThat(slow.connections()).isEqualTo(limit);
        core.assertNothingIsLeased();
    }

    @Test
    void whoWaitsForAConnectionInVainIsToldOfTheLimit() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        RawUpstream slow = upstream(peer -> {
            arrived.countDown();
            go.await();
            peer.ok("good");
        });
        SocketCore core = core(slow.url(), orders -> orders.maxConnectionsPerEndpoint(1)
                .connectTimeout(Duration.ofMillis(200))
                .attemptTimeout(Duration.ofSeconds(10))
                .deadline(Duration.ofSeconds(10)));
        ExecutorService callers = Executors.newFixedThreadPool(1);
        try {
            Future<?> first = callers.submit(() -> get(core));
            arrived.await();
            assertThat(failure(core)).isEqualTo(FailureType.CONNECTION_LIMIT_REACHED);
            go.countDown();
            first.get();
        } finally {
            callers.shutdownNow();
        }
        core.assertNothingIsLeased();
    }

    @Test
    void whoWaitsForAConnectionUntilTheDeadlineIsToldOfTheLimit() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        RawUpstream stalls = upstream(peer -> {
            arrived.countDown();
            peer.stall();
        });
        Headgate headgate = onRealTime(stalls, orders -> orders.maxConnectionsPerEndpoint(1));
        ExecutorService callers = Executors.newFixedThreadPool(1);
        try {
            HttpGet first = new HttpGet("/");
            Future<?> waiting = callers.submit(() -> headgate.execute("orders", first));
            arrived.await();
            assertThat(failure(headgate, Duration.ofMillis(100))).isEqualTo(FailureType.CONNECTION_LIMIT_REACHED);
            first.cancel();
            assertThatThrownBy(waiting::get).hasCauseInstanceOf(RequestFailedException.class);
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void aDeadlineThatIsOverBeforeThereIsAConnectionIsATimeoutAndNoLimit() throws Exception {
        RawUpstream stalls = upstream(peer -> peer.stall());
        Headgate headgate = onRealTime(stalls, orders -> {});
        Set<FailureType> failures = EnumSet.noneOf(FailureType.class);
        for (int i = 1; i <= 200; i++) {
            failures.add(failure(headgate, Duration.ofNanos(5_000L * i)));
        }
        assertThat(failures).containsExactly(FailureType.HTTP_RESPONSE_TIMEOUT);
    }

    private Headgate onRealTime(RawUpstream upstream, Consumer<UpstreamBuilder> settings) {
        return closing(Headgate.builder()
                .upstream("orders", orders -> {
                    orders.endpoints(upstream.url())
                            .retry(RetryPolicy.DEFAULT.withMaxAttempts(1))
                            .breaker(BreakerPolicy.DEFAULT
                                    .withFailureRate(100, Duration.ofSeconds(10), 1000)
                                    .withConsecutiveFailures(0));
                    settings.accept(orders);
                })
                .build());
    }

    private static FailureType failure(Headgate headgate, Duration deadline) throws Exception {
        try (ClassicHttpResponse response =
                headgate.execute("orders", new HttpGet("/"), CallOptions.NONE.withDeadline(deadline))) {
            throw new AssertionError("answered " + response.getCode());
        } catch (UpstreamException e) {
            return e.type();
        }
    }

    private static FailureType failure(SocketCore core) throws Exception {
        try {
            get(core);
            throw new AssertionError("answered");
        } catch (UpstreamException e) {
            return e.type();
        }
    }
}
