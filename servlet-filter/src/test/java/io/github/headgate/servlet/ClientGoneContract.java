package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.EndpointStatus;
import io.github.headgate.Headgate;
import io.github.headgate.contract.ContainerUnderTest;
import io.github.headgate.testing.Peer;
import io.github.headgate.testing.RawUpstream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The caller leaves while the upstream is busy, on real sockets, whatever the container. The upstream never answers by itself, and
 * its timeouts are longer than a test.
 */
@Timeout(30)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ClientGoneContract {
    private static final Duration TOO_LONG = Duration.ofSeconds(60);
    private static final String GOOD = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\ngood";
    private static final int LOOKS = 3;

    private final ContainerUnderTest container;
    private final BlockingQueue<Peer> arrived = new LinkedBlockingQueue<>();
    private final BlockingQueue<Peer> ended = new LinkedBlockingQueue<>();
    private final SocketPeek peek = new SocketPeek();
    private RawUpstream upstream;
    private Headgate headgate;
    private ClientGoneApplication application;

    /**
     * @param container not yet started
     */
    protected ClientGoneContract(ContainerUnderTest container) {
        this.container = container;
    }

    @BeforeAll
    final void start() throws Exception {
        upstream = RawUpstream.once(peer -> {
            arrived.add(peer);
            try {
                while (peer.request().body().read() >= 0) {
                    Thread.onSpinWait();
                }
            } finally {
                ended.add(peer);
            }
        });
        headgate = Headgate.builder()
                .upstream("orders", orders -> orders.endpoints(upstream.url())
                        .attemptTimeout(TOO_LONG)
                        .deadline(TOO_LONG))
                .build();
        application = new ClientGoneApplication(headgate);
        container.start(application);
    }

    @AfterAll
    final void stop() throws Exception {
        container.stop();
        peek.close();
        headgate.close();
        upstream.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("headgate-client-watch");
    }

    @BeforeEach
    final void forget() {
        arrived.clear();
        ended.clear();
        application.seen().clear();
        application.statuses().clear();
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource({"/fin-and-rst,close,GET", "/fin-and-rst,reset,GET", "/fin-and-rst,close,POST", "/rst-only,reset,GET"})
    final void theCallIsCancelled(String path, String way, String method) throws Exception {
        UpstreamProxyServlet proxy = application.watching(path);
        long before = proxy.callersGone();
        try (RawClient caller = send("/watching" + path, method)) {
            await(arrived);
            if (way.equals("reset")) {
                caller.reset();
            } else {
                caller.hangUp();
            }
            await(ended);
        }
        assertThat(await(application.statuses())).isEqualTo(499);
        assertThat(proxy.callersGone()).isEqualTo(before + 1);
        assertThat(arrived).isEmpty();
        EndpointStatus endpoint = headgate.status().get(0).endpoints().get(0);
        assertThat(endpoint.failedAttempts()).isZero();
        assertThat(endpoint.inFlight()).isZero();
        assertThat(endpoint.state()).isEqualTo(EndpointStatus.State.CLOSED);
        assertThat(headgate.status().get(0).inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/rst-only", "/off"})
    final void whoSendsNothingMoreGetsItsAnswerWhereFinIsNotEnough(String path) throws Exception {
        try (RawClient caller = send("/by-hand" + path, "GET")) {
            Peer peer = await(arrived);
            caller.halfClose();
            awaitSight(SocketPeek.Sight.FIN);
            look(path);
            peer.send(GOOD);

            assertThat(caller.readUntil("good")).startsWith("HTTP/1.1 200");
            assertThat(application.byHand(path).callersGone()).isZero();
        }
    }

    @Test
    final void whatWasSentAheadIsNoEndAndIsNotTaken() throws Exception {
        try (RawClient caller = send("/by-hand/fin-and-rst", "GET")) {
            Peer first = await(arrived);
            caller.send("GET /by-hand/fin-and-rst/second HTTP/1.1\nHost: h\n\n", "");
            awaitSight(SocketPeek.Sight.BYTES);
            look("/fin-and-rst");
            first.send(GOOD);
            Peer second = await(arrived);
            look("/fin-and-rst");
            assertThat(second.request().line()).contains("/second ");
            second.send(GOOD);

            assertThat(caller.readUntil("good")).startsWith("HTTP/1.1 200");
            assertThat(caller.readUntil("good")).startsWith("HTTP/1.1 200");
            assertThat(application.byHand("/fin-and-rst").callersGone()).isZero();
        }
    }

    /* The second look finds the caller where it is, and the third one finds it gone. */
    @Test
    final void nobodyLooksWhileTheBodyIsBeingRead() throws Exception {
        try (RawClient caller = send("/by-hand/off", "GET")) {
            Peer peer = await(arrived);
            caller.halfClose();
            HttpServletRequest request = awaitSight(SocketPeek.Sight.FIN);
            CallerBody body = new CallerBody(new ByteArrayInputStream(new byte[2]), 2);
            CancellableRequest outbound = new CancellableRequest("POST", "/");
            WatchedCaller watched = new WatchedCaller(request, body, outbound);
            for (int i = 0; i < LOOKS; i++) {
                watched.look(new ClientChannels(), peek, true);
                assertThat(outbound.isCancelled()).isFalse();
            }
            assertThat(body.readNBytes(2)).hasSize(2);
            watched.look(new ClientChannels(), peek, true);
            assertThat(outbound.isCancelled()).isTrue();
            assertThat(watched.end()).isTrue();
            peer.send(GOOD);
            assertThat(caller.readUntil("good")).startsWith("HTTP/1.1 200");
        }
    }

    private RawClient send(String path, String method) throws IOException {
        RawClient caller = new RawClient(container.port());
        boolean hasBody = method.equals("POST");
        caller.send(
                method + " " + path + " HTTP/1.1\nHost: h\n" + (hasBody ? "Content-Length: 3\n\n" : "\n"),
                hasBody ? "a=1" : "");
        return caller;
    }

    private void look(String path) {
        ClientWatch watch = application.byHand(path).watch();
        assertThat(watch == null).isEqualTo(path.equals("/off"));
        for (int i = 0; i < LOOKS && watch != null; i++) {
            watch.look();
        }
    }

    /* The other side's end has arrived when it is seen. */
    private HttpServletRequest awaitSight(SocketPeek.Sight sight) throws InterruptedException {
        HttpServletRequest request = await(application.seen());
        SocketChannel channel = Objects.requireNonNull(new ClientChannels().of(request), "no channel was found");
        await(() -> peek.look(channel) == sight);
        return request;
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - until).as("waited in vain").isNegative();
            Thread.onSpinWait();
        }
    }

    private static <T> T await(BlockingQueue<T> queue) throws InterruptedException {
        return Objects.requireNonNull(queue.poll(10, TimeUnit.SECONDS), "waited in vain");
    }
}
