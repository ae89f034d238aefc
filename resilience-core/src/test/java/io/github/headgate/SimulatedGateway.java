package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.settings.Problem;
import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.HostResolver;
import io.github.headgate.upstream.Upstream;
import io.github.headgate.upstream.UpstreamBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** Opens a whole Headgate for the simulator: everything but the sockets, the threads and the clock is the real thing. */
public final class SimulatedGateway {
    /** The name of its one upstream. */
    public static final String UPSTREAM = "orders";

    private SimulatedGateway() {}

    /** What takes the place of connections. */
    public interface Wire {
        /**
         * Does one exchange.
         *
         * @throws IOException what the real transport throws
         */
        ClassicHttpResponse send(Endpoint endpoint, Progress progress) throws IOException;

        /** A kept connection to this endpoint turned out closed. */
        void renew(Endpoint endpoint);
    }

    /** What an exchange tells its attempt. */
    public interface Progress {
        /** How to stop it. */
        void stopBy(Runnable how);

        /** It has a connection. */
        void exchanging(boolean onReusedConnection);

        /** It has the head of the response. */
        void readingBody();
    }

    /** What takes the place of threads, clock and resolver. */
    public record Surroundings(
            TimeSource time, ScheduledExecutorService timer, ExecutorService background, HostResolver resolver) {}

    /** An upstream with these settings. */
    public static Upstream upstream(Consumer<UpstreamBuilder> settings) {
        List<Problem> problems = new ArrayList<>();
        UpstreamBuilder builder = new UpstreamBuilder(UPSTREAM, UPSTREAM);
        settings.accept(builder);
        Upstream upstream = builder.build(problems);
        assertThat(problems).isEmpty();
        return upstream;
    }

    /** Opens a gateway to this upstream. */
    public static Headgate open(Upstream upstream, Wire wire, Surroundings around) {
        Engine engine = new Engine(around.timer(), around.background(), around.background());
        TimeSource time = around.time();
        Names names =
                new Names(around.resolver(), upstream.policy().dnsRefresh(), engine.lookups(), engine.timer(), time);
        UpstreamState state = new UpstreamState(upstream, names, new WireTransport(wire), null, time);
        state.chores().start(state, engine.timer());
        Assembler unused = new Assembler(engine, around.resolver(), new BundleContexts(null), time);
        return new Headgate(Map.of(UPSTREAM, state), unused, engine, new Listeners(List.of()), Tracing.OFF, time);
    }

    private record WireTransport(Wire wire) implements Transport {
        @Override
        public ClassicHttpResponse send(Attempt attempt, ClassicHttpRequest request, @Nullable HttpEntity body)
                throws IOException {
            return wire.send(attempt.endpoint(), new Progress() {
                @Override
                public void stopBy(Runnable how) {
                    attempt.stopBy(how);
                }

                @Override
                public void exchanging(boolean onReusedConnection) {
                    attempt.exchanging(onReusedConnection);
                }

                @Override
                public void readingBody() {
                    attempt.readingBody();
                }
            });
        }

        @Override
        public void renew(Endpoint endpoint) {
            wire.renew(endpoint);
        }

        @Override
        public void retire(Endpoint endpoint) {
            wire.renew(endpoint);
        }

        @Override
        public boolean isInUse() {
            return false;
        }

        @Override
        public void close() {}
    }
}
