package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.settings.Problem;
import io.github.headgate.upstream.ConnectionPolicy;
import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.UpstreamBuilder;
import io.github.headgate.upstream.UpstreamPolicy;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that are opened in advance: how many, when, and when not. */
class WarmerTest {
    private static final int MIN_IDLE = 3;

    private final FakeTime time = new FakeTime();
    private final Hand hand = new Hand();
    private final Threads threads = new Threads();
    private final List<MemorySocket> sockets = new ArrayList<>();
    private final List<Endpoint> admitted = new ArrayList<>();
    private final KeptConnections connections = new KeptConnections(
            policy(),
            new OwnSockets(
                    proxy -> {
                        Connection socket = new Connection();
                        sockets.add(socket);
                        return socket;
                    },
                    (socket, host, port, attachment, context) -> {
                        throw new AssertionError("no TLS here");
                    }),
            time,
            () -> {});
    private boolean refuses;

    private static UpstreamPolicy policy() {
        List<Problem> problems = new ArrayList<>();
        UpstreamPolicy policy = new UpstreamBuilder("orders", "orders")
                .endpoints("http://127.0.0.1:1")
                .connections(ConnectionPolicy.DEFAULT.withMinIdle(MIN_IDLE))
                .build(problems)
                .policy();
        assertThat(problems).isEmpty();
        return policy;
    }

    @AfterEach
    void close() {
        connections.close();
        hand.shutdownNow();
    }

    private static Endpoint endpoint(int port) {
        return Endpoint.parse("http://127.0.0.1:" + port, false);
    }

    private void start(int endpoints) {
        IntStream.rangeClosed(1, endpoints).forEach(port -> admitted.add(endpoint(port)));
        new Warmer(connections, MIN_IDLE, () -> admitted, hand, threads, time).start();
    }

    private void tick() {
        hand.run();
        threads.runAll();
    }

    @Test
    void oneAtATimeIsOpenedUntilThereAreEnough() {
        start(1);
        for (int i = 1; i <= MIN_IDLE; i++) {
            tick();
            assertThat(connections.count(endpoint(1))).isEqualTo(i);
        }
        tick();
        assertThat(sockets).hasSize(MIN_IDLE);
        assertThat(connections.getTotalStats().getLeased()).isZero();
    }

    @Test
    void whatWasClosedIsReplaced() {
        start(1);
        IntStream.range(0, MIN_IDLE).forEach(i -> tick());
        connections.closeIdle(endpoint(1));
        assertThat(connections.count(endpoint(1))).isZero();
        IntStream.range(0, MIN_IDLE).forEach(i -> tick());
        assertThat(connections.count(endpoint(1))).isEqualTo(MIN_IDLE);
    }

    @Test
    void whatIsInUseCounts() throws Exception {
        start(1);
        connections
                .lease(
                        "in use",
                        KeptConnections.route(endpoint(1)),
                        org.apache.hc.core5.util.Timeout.ZERO_MILLISECONDS,
                        KeptConnections.KEPT)
                .get(org.apache.hc.core5.util.Timeout.ofSeconds(1));
        IntStream.range(0, MIN_IDLE + 1).forEach(i -> tick());
        assertThat(sockets).hasSize(MIN_IDLE - 1);
    }

    @Test
    void anEndpointThatJoinsGetsItsOwnAndOneThatIsNotAdmittedGetsNone() {
        start(1);
        IntStream.range(0, MIN_IDLE).forEach(i -> tick());
        admitted.set(0, endpoint(2));
        connections.retire(endpoint(1));
        IntStream.range(0, MIN_IDLE).forEach(i -> tick());
        assertThat(connections.count(endpoint(1))).isZero();
        assertThat(connections.count(endpoint(2))).isEqualTo(MIN_IDLE);
        admitted.clear();
        connections.closeIdle(endpoint(2));
        tick();
        assertThat(connections.count(endpoint(2))).isZero();
    }

    @Test
    void anEndpointThatRefusesIsLetAloneForLongerAndLonger() {
        refuses = true;
        start(1);
        List<Long> triesAtSecond = new ArrayList<>();
        for (long second = 0; second < 150; second++) {
            int before = sockets.size();
            tick();
            if (sockets.size() > before) {
                triesAtSecond.add(second);
            }
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(triesAtSecond).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 95L, 127L);
        assertThat(connections.count(endpoint(1))).isZero();
        refuses = false;
        time.advance(Duration.ofSeconds(32));
        IntStream.range(0, MIN_IDLE).forEach(i -> tick());
        assertThat(connections.count(endpoint(1))).as("and then at once").isEqualTo(MIN_IDLE);
    }

    @Test
    void amongManyEndpointsAFewAreConnectedToAtATimeAndAllGetTheirs() {
        start(300);
        hand.run();
        assertThat(threads.tasks).hasSize(16);
        hand.run();
        assertThat(threads.tasks).as("while these are under way").hasSize(16);
        IntStream.range(0, 80).forEach(i -> tick());
        assertThat(sockets).hasSize(300 * MIN_IDLE);
        assertThat(admitted)
                .allSatisfy(each -> assertThat(connections.count(each)).isEqualTo(MIN_IDLE));
    }

    @Test
    void aNameThatIsNotResolvedIsWaitedFor() {
        start(0);
        admitted.add(Endpoint.parse("http://orders.test", false));
        tick();
        assertThat(sockets).isEmpty();
    }

    private final class Connection extends MemorySocket {
        @Override
        public void connect(SocketAddress address, int timeout) throws IOException {
            if (refuses) {
                throw new ConnectException("Connection refused");
            }
            super.connect(address, timeout);
        }
    }

    /** A timer that is turned by hand. */
    private static final class Hand extends ScheduledThreadPoolExecutor {
        private Runnable next = () -> {};

        Hand() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            next = command;
            Callable<Boolean> never = () -> true;
            return super.schedule(never, 1, TimeUnit.DAYS);
        }

        void run() {
            next.run();
        }
    }

    /** Does what it is given when it is told to. */
    private static final class Threads extends AbstractExecutorService {
        private final Queue<Runnable> tasks = new ArrayDeque<>();

        void runAll() {
            while (!tasks.isEmpty()) {
                tasks.remove().run();
            }
        }

        @Override
        public void execute(Runnable command) {
            tasks.add(command);
        }

        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
