package io.github.headgate;

import io.github.headgate.settings.Problem;
import io.github.headgate.upstream.TlsBundles;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SSL contexts of the bundles that upstreams name: one for each bundle, made when it is first named, and anew when the bundle has
 * changed. If it is unusable then, the one of before stays. Thread-safe.
 */
final class BundleContexts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Headgate.class);

    private final @Nullable TlsBundles bundles;
    private final Map<String, TlsContext> contexts = new ConcurrentHashMap<>();
    private final List<Runnable> ends = new ArrayList<>();
    private Consumer<String> listener = name -> {};
    private boolean isClosed;

    /**
     * @param bundles null if there are none here
     */
    BundleContexts(@Nullable TlsBundles bundles) {
        this.bundles = bundles;
    }

    /** Whoever is told the name of a bundle whose context is another one now. */
    synchronized void listener(Consumer<String> renewed) {
        listener = renewed;
    }

    /**
     * The context of a bundle, whichever it is each time; null if there is none.
     *
     * @param key of the setting, for messages
     * @param problems what is wrong is added here
     */
    @Nullable
    Supplier<TlsContext> context(String name, String key, Collection<Problem> problems) {
        if (bundles == null) {
            problems.add(
                    new Problem(
                            key,
                            name,
                            "not set where there are no SSL bundles; PEM files are tls.trust-certificates and tls.client-certificate"));
            return null;
        }
        Collection<String> names = bundles.names();
        if (!names.contains(name)) {
            String known = names.isEmpty() ? "there is none" : "one of " + String.join(", ", names);
            problems.add(new Problem(key, name, "the name of an SSL bundle: " + known));
            return null;
        }
        try {
            load(bundles, name);
            return current(name);
        } catch (GeneralSecurityException | RuntimeException e) {
            problems.add(new Problem(key, name, "an SSL bundle that is usable: " + reason(e)));
            return null;
        }
    }

    /** The context of a bundle that has been named before, whichever it is each time. */
    Supplier<TlsContext> current(String name) {
        return () -> Objects.requireNonNull(contexts.get(name));
    }

    /* First it is watched, then read: so no change is missed. */
    private synchronized void load(TlsBundles from, String name) throws GeneralSecurityException {
        if (contexts.containsKey(name)) {
            return;
        }
        Runnable end = from.watch(name, () -> changed(from, name));
        ends.add(end);
        contexts.put(name, TlsContext.of(from.bundle(name)));
    }

    /* Whoever closes waits until it is done with. */
    private synchronized void changed(TlsBundles from, String name) {
        if (isClosed || !contexts.containsKey(name)) {
            return;
        }
        try {
            contexts.put(name, TlsContext.of(from.bundle(name)));
        } catch (GeneralSecurityException | RuntimeException e) {
            LOG.warn("SSL bundle {} has changed and is unusable; the one of before stays in use: {}", name, reason(e));
            return;
        }
        listener.accept(name);
    }

    /* What a library says of its own failure is seldom what was wrong: that is said by the cause. */
    private static String reason(Throwable thrown) {
        Throwable root = thrown;
        for (int depth = 0; depth < 32 && root.getCause() != null; depth++) {
            root = root.getCause();
        }
        return root == thrown ? String.valueOf(thrown.getMessage()) : thrown.getMessage() + " (" + root + ")";
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        ends.forEach(Runnable::run);
        ends.clear();
        listener = name -> {};
    }
}
