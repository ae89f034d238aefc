package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.settings.Problem;
import io.github.headgate.upstream.HostResolver;
import io.github.headgate.upstream.Upstream;
import io.github.headgate.upstream.UpstreamBuilder;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The whole core over connections in memory, on time that moves only when somebody waits. */
final class MemoryCore {
    private MemoryCore() {}

    /** With one upstream, {@code orders}. */
    static Headgate of(Consumer<UpstreamBuilder> settings, Supplier<Socket> sockets) {
        List<Problem> problems = new ArrayList<>();
        UpstreamBuilder builder = new UpstreamBuilder("orders", "orders");
        settings.accept(builder);
        Upstream upstream = builder.build(problems);
        assertThat(problems).isEmpty();
        FakeTime time = new FakeTime();
        Engine engine = new Engine();
        Names names = new Names(
                HostResolver.system(), upstream.policy().dnsRefresh(), engine.lookups(), engine.timer(), time);
        ApacheTransport transport = engine.closing(
                new ApacheTransport(upstream.policy(), null, time, proxy -> sockets.get(), engine.timer()));
        UpstreamState state = new UpstreamState(upstream, names, transport, null, time);
        return new Headgate(
                Map.of("orders", state),
                new Assembler(engine, HostResolver.system(), new BundleContexts(null), time),
                engine,
                new Listeners(List.of()),
                Tracing.OFF,
                time);
    }

    static void assertNothingIsUnderWay(Headgate headgate) {
        UpstreamStatus status = headgate.status().get(0);
        assertThat(status.inFlight()).isZero();
        assertThat(status.endpoints())
                .allSatisfy(endpoint -> assertThat(endpoint.inFlight()).isZero());
    }
}
