package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.settings.Problem;
import io.github.headgate.upstream.HostResolver;
import io.github.headgate.upstream.OddSettings;
import io.github.headgate.upstream.TlsPolicy;
import io.github.headgate.upstream.Upstream;
import io.github.headgate.upstream.UpstreamPolicy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes upstreams out of their settings, at the start and when they are replaced. Thread-safe. */
final class Assembler {
    private static final Logger LOG = LoggerFactory.getLogger(Headgate.class);

    private final Engine engine;
    private final HostResolver resolver;
    private final BundleContexts bundles;
    private final TimeSource time;
    private final Background background;
    private final JvmTls jvm = new JvmTls();

    Assembler(Engine engine, HostResolver resolver, BundleContexts bundles, TimeSource time) {
        this.engine = engine;
        this.resolver = resolver;
        this.bundles = bundles;
        this.time = time;
        this.background = new Background(engine, time);
    }

    BundleContexts bundles() {
        return bundles;
    }

    /** An upstream whose settings have been checked, files included. */
    record Parts(Upstream upstream, @Nullable Supplier<TlsContext> own) {}

    /** The settings of a transport: if they are the same, so is the transport. */
    private record Wire(UpstreamPolicy policy) {
        boolean isAs(UpstreamPolicy other) {
            return wire(policy).equals(wire(other));
        }

        private static List<Object> wire(UpstreamPolicy policy) {
            return List.of(
                    policy.connectTimeout(),
                    policy.attemptTimeout(),
                    policy.readTimeout(),
                    policy.maxConnectionsPerEndpoint(),
                    policy.connections(),
                    policy.deadlineHeader(),
                    policy.tls());
        }
    }

    /**
     * Reads what the settings refer to.
     *
     * @param path of the settings, for messages
     * @param problems what is wrong is added here
     */
    Parts prepare(Upstream upstream, String path, Collection<Problem> problems) {
        return new Parts(upstream, tls(upstream.policy().tls(), path, bundles, problems));
    }

    /** What handshakes are made with, of files or of a bundle; null if that is the JVM's, or if it is unusable. */
    static @Nullable Supplier<TlsContext> tls(
            TlsPolicy tls, String path, BundleContexts bundles, Collection<Problem> problems) {
        if (!tls.sslBundle().isEmpty()) {
            return bundles.context(tls.sslBundle(), path + ".tls.ssl-bundle", problems);
        }
        TlsContext files = new TlsFiles(path, problems).context(tls);
        return files == null ? null : () -> files;
    }

    UpstreamState assemble(Parts parts) {
        Upstream upstream = warned(parts.upstream());
        UpstreamState state =
                new UpstreamState(upstream, names(upstream), transport(parts), hedge(upstream.policy()), time);
        background.start(state, sslContext(parts));
        return state;
    }

    /** The upstream under other settings; connections are kept if those that concern them are the same. */
    UpstreamState replace(UpstreamState before, Parts parts) {
        Upstream upstream = warned(parts.upstream());
        UpstreamPolicy old = before.policy();
        Names names = upstream.policy().dnsRefresh().equals(old.dnsRefresh()) ? before.names() : names(upstream);
        boolean isSameWire = new Wire(old).isAs(upstream.policy());
        return replace(before, parts, names, isSameWire ? before.transport() : transport(parts));
    }

    /**
     * The upstream under the same settings, with new connections: those that there are were made with a bundle that has changed.
     */
    UpstreamState renew(UpstreamState before) {
        Parts parts = new Parts(
                before.upstream(), bundles.current(before.policy().tls().sslBundle()));
        return replace(before, parts, before.names(), transport(parts));
    }

    private UpstreamState replace(UpstreamState before, Parts parts, Names names, Transport transport) {
        Upstream upstream = parts.upstream();
        UpstreamState after = before.replacedBy(upstream, names, transport, hedge(upstream.policy()));
        before.chores().stop(); // not earlier: what leaves is heard of
        background.start(after, sslContext(parts));
        if (transport != before.transport()) {
            engine.retire(before.transport(), before.policy().deadline().plus(Duration.ofSeconds(10)));
        }
        return after;
    }

    private static Upstream warned(Upstream upstream) {
        OddSettings.of(upstream).forEach(odd -> LOG.warn("upstream {}: {}", upstream.name(), odd));
        return upstream;
    }

    private @Nullable Hedge hedge(UpstreamPolicy policy) {
        return policy.hedge().isOn() ? new Hedge(policy, engine.timer(), engine.hedges(), time) : null;
    }

    private Names names(Upstream upstream) {
        return new Names(resolver, upstream.policy().dnsRefresh(), engine.lookups(), engine.timer(), time);
    }

    private Transport transport(Parts parts) {
        UpstreamPolicy policy = parts.upstream().policy();
        TlsPolicy tls = policy.tls();
        return engine.closing(new ApacheTransport(
                policy,
                new TlsHandshake(tls, sslContext(parts)),
                time,
                proxy -> new TlsCarrier(tls.requireCloseNotify()),
                engine.timer()));
    }

    /* Loads the JVM's trusted certificates in advance where they are needed for certain, as that takes its time. */
    private Supplier<TlsContext> sslContext(Parts parts) {
        if (parts.own() != null) {
            return parts.own();
        }
        if (parts.upstream().source().endpoints().stream()
                .anyMatch(endpoint -> endpoint.scheme().equals("https"))) {
            Objects.requireNonNull(jvm.get());
        }
        return jvm;
    }
}
