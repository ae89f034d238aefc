package io.github.headgate.upstream;

import java.util.Collection;

/**
 * Keys and trusted certificates by names that settings use, and when they change: {@code tls.ssl-bundle}. Implementations are
 * thread-safe.
 */
public interface TlsBundles {
    /** The names that there are, in the order in which messages list them. */
    Collection<String> names();

    /**
     * A bundle as it is now. May block.
     *
     * @param name one of {@link #names()}
     * @throws RuntimeException if the bundle is unusable; its message, or that of a cause, says why
     */
    TlsBundle bundle(String name);

    /**
     * Calls back each time the bundle has changed, whether it is usable or not; {@link #bundle} gives the changed one by then.
     *
     * @param name one of {@link #names()}
     * @param changed does not throw, and takes no longer than it takes to read the bundle
     * @return ends that, and lets go of {@code changed}; a call that is under way may still come
     */
    Runnable watch(String name, Runnable changed);
}
