package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.UpstreamPolicy;
import java.time.Duration;
import java.util.function.Supplier;

/** Starts what is done for an upstream apart from its calls, each only where its settings ask for it. Thread-safe. */
final class Background {
    private final Engine engine;
    private final TimeSource time;

    Background(Engine engine, TimeSource time) {
        this.engine = engine;
        this.time = time;
    }

    /** Starts it all, to be stopped by the upstream's {@link UpstreamState#chores()}. */
    void start(UpstreamState state, Supplier<TlsContext> tls) {
        state.chores().start(state, engine.timer());
        retireWhatLeaves(state);
        warm(state);
        check(state, tls);
    }

    private static void retireWhatLeaves(UpstreamState state) {
        EndpointPool.Listener retiring = new EndpointPool.Listener() {
            @Override
            public void left(EndpointState gone) {
                if (gone.endpoint().address() != null) {
                    state.transport().retire(gone.endpoint());
                }
            }
        };
        state.pool().listener(retiring);
        state.chores().add(() -> state.pool().removeListener(retiring));
    }

    private void warm(UpstreamState state) {
        int minIdle = state.policy().connections().minIdle();
        if (minIdle > 0 && state.transport() instanceof ApacheTransport transport) {
            Warmer warmer = new Warmer(
                    transport.connections(), minIdle, state.pool()::admitted, engine.timer(), engine.connects(), time);
            state.chores().add(warmer::stop);
            warmer.start();
        }
    }

    private void check(UpstreamState state, Supplier<TlsContext> tls) {
        UpstreamPolicy policy = state.policy();
        if (!policy.healthCheck().isOn()) {
            state.pool().states().forEach(unchecked -> unchecked.health(Health.UNCHECKED));
            return;
        }
        Probe probe = probe(state, new TlsHandshake(policy.tls(), tls));
        HealthChecker checker =
                new HealthChecker(policy.healthCheck(), probe, state.pool(), engine.timer(), engine.checks(), time);
        state.chores().add(checker::stop);
        checker.start();
    }

    private Probe probe(UpstreamState state, TlsHandshake tls) {
        UpstreamPolicy policy = state.policy();
        Probe tcp = new TcpProbe(policy.healthCheck(), tls);
        if (policy.healthCheck().tcp()) {
            return tcp;
        }
        Transport own = engine.closing(new ApacheTransport(
                policy.forHealthChecks(),
                tls,
                time,
                proxy -> new TlsCarrier(policy.tls().requireCloseNotify()),
                engine.timer()));
        state.chores().add(() -> engine.retire(own, Duration.ZERO));
        DeadlineCanceller canceller = new DeadlineCanceller(engine.timer(), time);
        Probe http = new HttpProbe(policy.healthCheck(), own, canceller, time);
        return endpoint -> endpoint.scheme().equals("tcp") ? tcp.fault(endpoint) : http.fault(endpoint);
    }
}
