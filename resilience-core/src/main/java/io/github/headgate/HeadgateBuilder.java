package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.settings.InvalidSettingsException;
import io.github.headgate.settings.Problem;
import io.github.headgate.upstream.HostResolver;
import io.github.headgate.upstream.OddSettings;
import io.github.headgate.upstream.TlsPolicy;
import io.github.headgate.upstream.Upstream;
import io.github.headgate.upstream.UpstreamBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds a {@link Headgate}. Nothing is checked before {@link #build()}, which tells all that is wrong at once. Not thread-safe. */
public final class HeadgateBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(Headgate.class);
    private static final String PATH = "headgate.upstreams.";

    private final List<Upstream> upstreams = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<CallListener> listeners = new ArrayList<>();
    private HostResolver resolver = HostResolver.system();
    private TimeSource time = TimeSource.system();

    HeadgateBuilder() {}

    /** Adds an upstream; the settings are methods of the builder that is handed over. */
    public HeadgateBuilder upstream(String name, Consumer<UpstreamBuilder> settings) {
        UpstreamBuilder builder = new UpstreamBuilder(name, PATH + name);
        settings.accept(builder);
        return upstream(builder.build(problems));
    }

    HeadgateBuilder upstream(Upstream upstream) {
        upstreams.add(upstream);
        return this;
    }

    /** The upstreams that were added, with their effective settings, in order. */
    public List<Upstream> upstreams() {
        return List.copyOf(upstreams);
    }

    /** Adds an observer of calls. */
    public HeadgateBuilder listener(CallListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Resolves names in another way than the JVM does. */
    public HeadgateBuilder resolver(HostResolver own) {
        this.resolver = own;
        return this;
    }

    /** Takes time and chance from elsewhere, for tests and simulations. */
    public HeadgateBuilder timeSource(TimeSource own) {
        this.time = own;
        return this;
    }

    /**
     * A Headgate with these upstreams.
     *
     * @throws InvalidSettingsException if anything is wrong; its message names every wrong setting
     */
    public Headgate build() {
        Map<String, SSLContext> tls = new LinkedHashMap<>();
        Map<String, Upstream> byName = new LinkedHashMap<>();
        List<Problem> all = new ArrayList<>(problems);
        for (Upstream upstream : upstreams) {
            if (byName.put(upstream.name(), upstream) != null) {
                all.add(new Problem(PATH + upstream.name(), upstream.name(), "each upstream once"));
            }
            SSLContext context = new TlsFiles(PATH + upstream.name(), all)
                    .context(upstream.policy().tls());
            if (context != null) {
                tls.put(upstream.name(), context);
            }
        }
        if (!all.isEmpty()) {
            throw new InvalidSettingsException(all);
        }
        byName.forEach(
                (name, upstream) -> OddSettings.of(upstream).forEach(odd -> LOG.warn("upstream {}: {}", name, odd)));
        JvmTls jvm = new JvmTls();
        Engine engine = new Engine();
        Map<String, UpstreamState> states = new LinkedHashMap<>();
        byName.forEach(
                (name, upstream) -> states.put(name, state(upstream, engine, tls(upstream, tls.get(name), jvm))));
        return new Headgate(states, engine, new Listeners(listeners), time);
    }

    private UpstreamState state(Upstream upstream, Engine engine, Supplier<SSLContext> tls) {
        Names names = new Names(resolver, upstream.policy().dnsRefresh(), engine.lookups(), time);
        TlsPolicy policy = upstream.policy().tls();
        Transport transport = engine.closing(new ApacheTransport(
                upstream.policy(),
                new TlsHandshake(policy, tls),
                time,
                () -> new TlsCarrier(policy.requireCloseNotify())));
        return new UpstreamState(upstream, names, transport, time);
    }

    /* Loads the JVM's trusted certificates in advance where they are needed for certain, as that takes its time. */
    private static Supplier<SSLContext> tls(Upstream upstream, @Nullable SSLContext own, JvmTls jvm) {
        if (own != null) {
            return () -> own;
        }
        if (upstream.source().endpoints().stream()
                .anyMatch(endpoint -> endpoint.scheme().equals("https"))) {
            jvm.get();
        }
        return jvm;
    }
}
