package io.github.headgate;

import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.settings.InvalidSettingsException;
import io.github.headgate.settings.Problem;
import io.github.headgate.upstream.Upstream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The upstreams by name and by host, each under its settings of the moment. Thread-safe; looked up without a lock. */
final class Upstreams {
    private static final Logger LOG = LoggerFactory.getLogger(Headgate.class);

    private final Assembler assembler;
    private final Object replacing = new Object();
    private volatile Map<String, UpstreamState> byName;
    private volatile UpstreamHosts hosts;

    /**
     * @param byName in the order of the settings
     * @param assembler makes those that replace others
     */
    Upstreams(Map<String, UpstreamState> byName, Assembler assembler) {
        this.byName = Collections.unmodifiableMap(byName);
        this.assembler = assembler;
        this.hosts = UpstreamHosts.of(with(List.of()), new ArrayList<>());
    }

    /**
     * The one that is called.
     *
     * @throws UpstreamException if there is none of that name
     */
    UpstreamState called(String name) throws UpstreamException {
        UpstreamState state = byName.get(name);
        if (state == null) {
            Failure failure = Failure.of(FailureType.DESTINATION_NOT_FOUND);
            throw new UpstreamException(name, failure, List.of(), Duration.ZERO, noSuch(name));
        }
        return state;
    }

    /**
     * The one that is asked about, or told something.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    UpstreamState known(String name) {
        UpstreamState state = byName.get(name);
        if (state == null) {
            throw new IllegalArgumentException(noSuch(name));
        }
        return state;
    }

    private String noSuch(String name) {
        return name + ": no such upstream (expected: one of " + byName.keySet() + ")";
    }

    /**
     * Puts others in the places of those of the same names: all, or none.
     *
     * @param problems what was found to be wrong with them so far
     * @throws IllegalArgumentException if there is no upstream of one of the names
     * @throws InvalidSettingsException if anything is wrong
     */
    void replace(Collection<Upstream> next, List<Problem> problems) {
        List<Assembler.Parts> parts = new ArrayList<>();
        for (Upstream upstream : next) {
            String name = known(upstream.name()).name();
            parts.add(assembler.prepare(upstream, HeadgateBuilder.PATH + name, problems));
        }
        synchronized (replacing) {
            UpstreamHosts hostsAfter = UpstreamHosts.of(with(next), problems);
            if (!problems.isEmpty()) {
                throw new InvalidSettingsException(problems);
            }
            Map<String, UpstreamState> after = new LinkedHashMap<>(byName);
            for (Assembler.Parts prepared : parts) {
                String name = prepared.upstream().name();
                after.put(name, assembler.replace(known(name), prepared));
            }
            byName = Collections.unmodifiableMap(after);
            hosts = hostsAfter;
        }
    }

    /* The upstreams that there are, with these in their places. */
    private Collection<Upstream> with(Collection<Upstream> next) {
        Map<String, Upstream> after = new LinkedHashMap<>();
        byName.forEach((name, state) -> after.put(name, state.upstream()));
        next.forEach(upstream -> after.put(upstream.name(), upstream));
        return after.values();
    }

    /** Those that have this SSL bundle get new connections: what has been connected with that of before serves no new call. */
    void renew(String bundle) {
        synchronized (replacing) {
            List<String> renewed = new ArrayList<>();
            Map<String, UpstreamState> after = new LinkedHashMap<>(byName);
            after.replaceAll((name, state) -> {
                if (!state.policy().tls().sslBundle().equals(bundle)) {
                    return state;
                }
                renewed.add(name);
                return assembler.renew(state);
            });
            byName = Collections.unmodifiableMap(after);
            LOG.info("SSL bundle {} has changed: upstreams {} connect anew with it", bundle, renewed);
        }
    }

    /** The name of the one that a URL means; empty if it means none. Allocates nothing. */
    Optional<String> meantBy(URI url) {
        return hosts.upstream(url);
    }

    Set<String> names() {
        return byName.keySet();
    }

    Collection<UpstreamState> all() {
        return byName.values();
    }
}
