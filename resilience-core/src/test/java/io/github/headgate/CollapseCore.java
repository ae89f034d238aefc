package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.settings.Problem;
import io.github.headgate.testing.Peer;
import io.github.headgate.testing.RawUpstream;
import io.github.headgate.upstream.Collapse;
import io.github.headgate.upstream.FallbackPolicy;
import io.github.headgate.upstream.HostResolver;
import io.github.headgate.upstream.Upstream;
import io.github.headgate.upstream.UpstreamBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** The whole core over real sockets, with an upstream that answers when the test does, on time that moves when it is told to. */
final class CollapseCore implements AutoCloseable {
    final FakeTime time = new FakeTime();
    final FakeTimer timer = new FakeTimer(time);
    final UpstreamState state;
    final Headgate headgate;
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final BlockingQueue<Held> arrived = new LinkedBlockingQueue<>();
    private final RawUpstream upstream;
    private final ApacheTransport transport;

    /** A request that has come to the upstream, which does nothing before it is told to. */
    record Held(Peer peer, CountDownLatch answered) {
        /** Answers well, with these header lines. */
        void answer(String body, String... headers) throws IOException {
            String fields = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            end("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n" + fields + "\r\n" + body);
        }

        /** Sends this, which is the end of the response. */
        void end(String text) throws IOException {
            peer.send(text);
            answered.countDown();
        }
    }

    /** What a caller got. */
    record Got(int status, String body, List<String> headers) {
        boolean isCollapsed() {
            return headers.stream()
                    .anyMatch(header -> header.startsWith("Cache-Status:") && header.contains("collaps"));
        }
    }

    CollapseCore(Collapse how, CallListener listener, Consumer<UpstreamBuilder> settings) throws IOException {
        upstream = new RawUpstream(peer -> {
            Held held = new Held(peer, new CountDownLatch(1));
            arrived.add(held);
            held.answered().await();
        });
        UpstreamBuilder builder = new UpstreamBuilder("orders", "orders");
        set(builder, how, settings);
        List<Problem> problems = new ArrayList<>();
        Upstream built = builder.build(problems);
        assertThat(problems).isEmpty();
        Engine engine = new Engine(timer, callers, callers);
        Names names = new Names(HostResolver.system(), Duration.ofSeconds(30), callers, timer, time);
        transport = engine.closing(new ApacheTransport(
                built.policy(),
                new TlsHandshake(built.policy().tls(), new JvmTls()),
                time,
                proxy -> new TlsCarrier(true),
                new FakeTimer(time))); // one of its own, so that the other has only what calls have to be told of
        state = new UpstreamState(built, names, transport, null, time);
        headgate = new Headgate(
                Map.of("orders", state),
                new Assembler(engine, HostResolver.system(), new BundleContexts(null), time),
                engine,
                new Listeners(List.of(listener)),
                Tracing.OFF,
                time);
    }

    private void set(UpstreamBuilder builder, Collapse how, Consumer<UpstreamBuilder> settings) {
        builder.endpoints(upstream.url())
                .fallback(FallbackPolicy.staleIfError(Duration.ofMinutes(1)).withCollapse(how))
                .attemptTimeout(Duration.ofSeconds(10))
                .deadline(Duration.ofSeconds(10));
        settings.accept(builder);
    }

    void replace(Collapse how, Consumer<UpstreamBuilder> settings) {
        headgate.replace("orders", orders -> set(orders, how, settings));
    }

    Future<Got> call(ClassicHttpRequest request) {
        return call(request, CallOptions.NONE);
    }

    Future<Got> call(ClassicHttpRequest request, CallOptions options) {
        return callers.submit((Callable<Got>) () -> {
            try (ClassicHttpResponse response = headgate.execute("orders", request, options)) {
                List<String> headers = new ArrayList<>();
                for (Header header : response.getHeaders()) {
                    headers.add(header.toString());
                }
                String body = response.getEntity() == null ? "" : EntityUtils.toString(response.getEntity());
                return new Got(response.getCode(), body, headers);
            }
        });
    }

    Future<Got> get(String path, String... headers) {
        return call(request(path, headers));
    }

    static HttpGet request(String path, String... headers) {
        HttpGet get = new HttpGet(path);
        for (String header : headers) {
            int colon = header.indexOf(':');
            get.addHeader(
                    header.substring(0, colon), header.substring(colon + 1).strip());
        }
        return get;
    }

    /** A call that no other meets, and what it is answered. */
    Got answered(String path, String body, String... headers) throws Exception {
        Future<Got> call = get(path);
        arrived().answer(body, headers);
        return call.get();
    }

    /** As many calls as that, which all wait for another. */
    List<Future<Got>> waiting(int count, String path, String... headers) {
        List<Future<Got>> calls = new ArrayList<>();
        int before = refreshes().waiting();
        for (int i = 0; i < count; i++) {
            calls.add(get(path, headers));
        }
        until(() -> refreshes().waiting() == before + count);
        return calls;
    }

    /** The next request that has come to the upstream. */
    Held arrived() throws InterruptedException {
        return Objects.requireNonNull(arrived.poll(20, TimeUnit.SECONDS), "no request has come");
    }

    /** Whether no request has come that was not asked for. */
    boolean isQuiet() {
        return arrived.isEmpty();
    }

    Refreshes refreshes() {
        return Objects.requireNonNull(state.refreshes());
    }

    static void until(BooleanSupplier isSo) {
        while (!isSo.getAsBoolean()) {
            assertThat(Thread.currentThread().isInterrupted()).as("out of time").isFalse();
            Thread.onSpinWait();
        }
    }

    void assertNothingIsLeft() {
        assertThat(refreshes().waiting()).as("waiting").isZero();
        assertThat(refreshes().underWay()).as("waited for").isZero();
        assertThat(timer.size()).as("alarms").isZero();
        assertThat(transport.connections().getTotalStats().getLeased())
                .as("leased")
                .isZero();
        MemoryCore.assertNothingIsUnderWay(headgate);
    }

    @Override
    public void close() throws IOException {
        headgate.close();
        upstream.close();
        callers.shutdownNow();
    }
}
