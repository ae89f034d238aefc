package io.github.headgate;

import io.github.headgate.upstream.HostResolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One name: its last good addresses, and the lookup that is under way, of which there is only one at a time. Thread-safe. */
final class ResolvedName {
    private static final Logger LOG = LoggerFactory.getLogger(Names.class);

    /** Learns how lookups end. */
    interface Listener {
        /** Called when the addresses are no longer the same. */
        void changed();

        /** Called after each lookup, one after the other, and before the next may start. */
        void lookedUp(ResolvedName name, boolean hasFailed);
    }

    private final String host;
    private final HostResolver resolver;
    private final Executor lookups;
    private final Listener listener;
    private final ReentrantLock starting = new ReentrantLock();
    private @Nullable CompletableFuture<List<InetAddress>> lookup;
    private volatile @Nullable List<InetAddress> addresses;
    private volatile boolean isNeeded = true;
    private int failures; // touched by the lookup that runs, and there is only one

    ResolvedName(String host, HostResolver resolver, Executor lookups, Listener listener) {
        this.host = host;
        this.resolver = resolver;
        this.lookups = lookups;
        this.listener = listener;
    }

    String host() {
        return host;
    }

    /** The last good ones; the same list as long as they do not change. */
    @Nullable
    List<InetAddress> addresses() {
        return addresses;
    }

    boolean isNeeded() {
        return isNeeded;
    }

    void needed(boolean needed) {
        if (isNeeded != needed) {
            isNeeded = needed;
        }
    }

    /** Joins the lookup that is under way, or starts one. */
    CompletableFuture<List<InetAddress>> lookUp() {
        CompletableFuture<List<InetAddress>> started = new CompletableFuture<>();
        starting.lock();
        try {
            if (lookup != null) {
                return lookup;
            }
            lookup = started;
        } finally {
            starting.unlock();
        }
        lookups.execute(() -> run(started));
        return started;
    }

    private void run(CompletableFuture<List<InetAddress>> started) {
        try {
            List<InetAddress> found = List.copyOf(resolver.resolve(host));
            if (found.isEmpty()) {
                throw new UnknownHostException(host + ": no address");
            }
            succeeded(found);
            end();
            started.complete(found);
        } catch (Exception
                | Error e) { // a resolver of the application's may throw anything, and is asked again all the same
            failed(e);
            end();
            started.completeExceptionally(e);
        }
    }

    private void end() {
        starting.lock();
        try {
            listener.lookedUp(this, failures > 0);
        } finally {
            lookup = null;
            starting.unlock();
        }
    }

    private void succeeded(List<InetAddress> found) {
        List<InetAddress> before = addresses;
        if (failures > 0) {
            LOG.info("{} resolves after {} failed lookups: {}", host, failures, shown(found));
            failures = 0;
        } else if (before == null) {
            LOG.debug("{} is {}", host, shown(found));
        }
        if (before != null && Set.copyOf(before).equals(Set.copyOf(found))) {
            return;
        }
        if (before != null) {
            LOG.info("{} has changed: {} joined, {} left", host, without(found, before), without(before, found));
        }
        addresses = found;
        listener.changed();
    }

    private void failed(Throwable thrown) {
        if (++failures > 1) {
            LOG.debug("{} still does not resolve", host, thrown);
            return;
        }
        List<InetAddress> kept = addresses;
        if (kept == null) {
            LOG.warn("{} does not resolve, and is asked for again: {}", host, thrown.toString());
        } else {
            LOG.warn(
                    "{} does not resolve any more; its last good addresses stay in use: {}; {}",
                    host,
                    shown(kept),
                    thrown.toString());
        }
    }

    private static List<String> without(List<InetAddress> all, List<InetAddress> others) {
        List<InetAddress> rest = new ArrayList<>(all);
        rest.removeAll(others);
        return shown(rest);
    }

    private static List<String> shown(List<InetAddress> addresses) {
        return addresses.stream().map(InetAddress::getHostAddress).toList();
    }
}
