package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.settings.InvalidSettingsException;
import io.github.headgate.settings.Problem;
import io.github.headgate.upstream.HostResolver;
import io.github.headgate.upstream.TlsBundles;
import io.github.headgate.upstream.Upstream;
import io.github.headgate.upstream.UpstreamBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Headgate}. Nothing is checked before {@link #build()}, which tells all that is wrong at once. Not thread-safe. */
public final class HeadgateBuilder {
    static final String PATH = "headgate.upstreams.";

    private final List<Upstream> upstreams = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<CallListener> listeners = new ArrayList<>();
    private @Nullable CallTracer tracer;
    private HostResolver resolver = HostResolver.system();
    private TimeSource time = TimeSource.system();
    private @Nullable TlsBundles bundles;

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

    /** Traces calls; there is one tracer. */
    public HeadgateBuilder tracer(CallTracer own) {
        this.tracer = own;
        return this;
    }

    /** Resolves names in another way than {@link HostResolver#system()} does. */
    public HeadgateBuilder resolver(HostResolver own) {
        this.resolver = own;
        return this;
    }

    /** Knows the bundles that {@code tls.ssl-bundle} may name; without it, that names none. */
    public HeadgateBuilder tlsBundles(TlsBundles own) {
        this.bundles = own;
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
     * @throws IllegalStateException if the HttpClient on the class path is older than 5.6
     */
    public Headgate build() {
        HttpClientVersion.check();
        Map<String, Upstream> byName = new LinkedHashMap<>();
        List<Problem> all = new ArrayList<>(problems);
        for (Upstream upstream : upstreams) {
            if (byName.put(upstream.name(), upstream) != null) {
                all.add(new Problem(PATH + upstream.name(), upstream.name(), "each upstream once"));
            }
        }
        Engine engine = new Engine();
        Assembler assembler = new Assembler(engine, resolver, new BundleContexts(bundles), time);
        Map<String, Assembler.Parts> parts = new LinkedHashMap<>();
        byName.forEach((name, upstream) -> parts.put(name, assembler.prepare(upstream, PATH + name, all)));
        UpstreamHosts.check(byName.values(), all);
        if (!all.isEmpty()) {
            assembler.bundles().close();
            throw new InvalidSettingsException(all);
        }
        Map<String, UpstreamState> states = new LinkedHashMap<>();
        parts.forEach((name, prepared) -> states.put(name, assembler.assemble(prepared)));
        return new Headgate(states, assembler, engine, new Listeners(listeners), new Tracing(tracer), time);
    }
}
