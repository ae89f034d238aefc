package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.settings.Problem;
import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.HostResolver;
import io.github.headgate.upstream.Upstream;
import io.github.headgate.upstream.UpstreamBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hc.core5.pool.PoolStats;

/** The whole core over real sockets, on time that moves only when it is told to, with its connections within reach. */
final class SocketCore implements AutoCloseable {
    final FakeTime time = new FakeTime();
    final Headgate headgate;
    final ApacheTransport transport;
    private final Upstream upstream;

    /** With one upstream, {@code orders}. */
    SocketCore(Consumer<UpstreamBuilder> settings) {
        List<Problem> problems = new ArrayList<>();
        UpstreamBuilder builder = new UpstreamBuilder("orders", "orders");
        settings.accept(builder);
        upstream = builder.build(problems);
        assertThat(problems).isEmpty();
        Engine engine = new Engine();
        Names names = new Names(
                HostResolver.system(), upstream.policy().dnsRefresh(), engine.lookups(), engine.timer(), time);
        transport = engine.closing(new ApacheTransport(
                upstream.policy(),
                new TlsHandshake(upstream.policy().tls(), tls()),
                time,
                proxy -> new TlsCarrier(true),
                engine.timer()));
        UpstreamState state = new UpstreamState(upstream, names, transport, null, time);
        headgate = new Headgate(
                Map.of("orders", state),
                new Assembler(engine, HostResolver.system(), new BundleContexts(null), time),
                engine,
                new Listeners(List.of()),
                Tracing.OFF,
                time);
    }

    private Supplier<TlsContext> tls() {
        TlsContext own = new TlsFiles("orders", new ArrayList<>())
                .context(upstream.policy().tls());
        return own == null ? new JvmTls() : () -> own;
    }

    Endpoint endpoint() {
        return upstream.source().endpoints().get(0);
    }

    /** Nobody holds a connection or waits for one. */
    void assertNothingIsLeased() {
        PoolStats stats = transport.connections().getTotalStats();
        assertThat(stats.getLeased()).as("leased").isZero();
        assertThat(stats.getPending()).as("waiting").isZero();
    }

    @Override
    public void close() {
        headgate.close();
    }
}
