package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.HostResolver;
import io.github.headgate.upstream.ResolverTimeoutException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of names. A name is looked up once for all who wait, again in the background within {@code dns-refresh} of its
 * last lookup, sooner while it does not resolve, and the last good answer is kept meanwhile. A name that is not needed any more is
 * forgotten when it would be looked up again. Thread-safe.
 */
final class Names {
    private static final Logger LOG = LoggerFactory.getLogger(Names.class);
    private static final double JITTER = 0.2;
    private static final long FIRST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final HostResolver resolver;
    private final long refreshNanos;
    private final Executor lookups;
    private final ScheduledExecutorService timer;
    private final TimeSource time;
    private final Map<String, ResolvedName> names = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();

    Names(HostResolver resolver, Duration refresh, Executor lookups, ScheduledExecutorService timer, TimeSource time) {
        this.resolver = resolver;
        this.refreshNanos = TimeUnit.NANOSECONDS.convert(refresh);
        this.lookups = lookups;
        this.timer = timer;
        this.time = time;
    }

    /** Another number whenever what {@link #known} says of any name may have changed. */
    long version() {
        return version.get();
    }

    /** Names that are needed from now on, and no others; new ones start to be looked up, without waiting. */
    void need(Collection<String> hosts) {
        names.values().forEach(name -> name.needed(hosts.contains(name.host())));
        hosts.forEach(this::prefetch);
    }

    /** Starts to look a name up, without waiting, unless it has been looked up before. */
    void prefetch(String host) {
        ResolvedName name = names.get(host);
        if (name == null) {
            CompletableFuture<List<InetAddress>> answer = of(host).lookUp();
            LOG.debug("{}: {}", host, answer);
        } else {
            name.needed(true);
        }
    }

    /** The addresses if they are known; the same list as long as they do not change. Neither waits nor starts a lookup. */
    @Nullable
    List<InetAddress> known(String host) {
        ResolvedName name = names.get(host);
        if (name == null) {
            return null;
        }
        name.needed(true);
        return name.addresses();
    }

    /**
     * Waits until the addresses are known.
     *
     * @throws ResolverTimeoutException if the resolver says that nobody answered in time
     * @throws UnknownHostException if the name does not resolve
     * @throws TimeoutException if the resolver does not answer in time
     * @throws InterruptedException if the thread is interrupted
     */
    void await(String host, long nanos) throws UnknownHostException, TimeoutException, InterruptedException {
        ResolvedName name = of(host);
        if (name.addresses() != null) {
            return;
        }
        try {
            List<InetAddress> addresses = name.lookUp().get(nanos, TimeUnit.NANOSECONDS);
            LOG.debug("{} is {}", host, addresses);
        } catch (ExecutionException e) {
            throw again(host, e.getCause());
        }
    }

    /* A new one for each caller: an exception collects what its caller adds to it. */
    private static UnknownHostException again(String host, @Nullable Throwable cause) {
        String message = cause instanceof UnknownHostException ? cause.getMessage() : host + ": " + cause;
        UnknownHostException again = cause instanceof ResolverTimeoutException
                ? new ResolverTimeoutException(String.valueOf(message))
                : new UnknownHostException(message);
        again.initCause(cause);
        return again;
    }

    private ResolvedName of(String host) {
        return names.computeIfAbsent(host, unknown -> new ResolvedName(unknown, resolver, lookups, new Refresh()));
    }

    /** When one name is looked up again. Called by its lookups, one after the other. */
    private final class Refresh implements ResolvedName.Listener {
        private @Nullable Future<?> next;
        private boolean isFailing;
        private long failingSinceNanos;

        @Override
        public void changed() {
            version.incrementAndGet();
        }

        @Override
        public void lookedUp(ResolvedName name, boolean hasFailed) {
            if (hasFailed && !isFailing) {
                failingSinceNanos = time.nanoTime();
            }
            isFailing = hasFailed;
            if (next != null) {
                next.cancel(false);
            }
            try {
                next = timer.schedule(() -> due(name), delayNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("{} is looked up no more: closed", name.host());
            }
        }

        /* Never longer than dns-refresh: the jitter only shortens it. The longer a name has failed, the longer it is left alone. */
        private long delayNanos() {
            long failing = isFailing ? Math.max(FIRST_RETRY_NANOS, time.nanoTime() - failingSinceNanos) : refreshNanos;
            return (long) (Math.min(refreshNanos, failing) * (1 - JITTER * time.random()));
        }

        private void due(ResolvedName name) {
            if (!name.isNeeded()) {
                names.remove(name.host(), name);
            } else if (names.get(name.host()) == name) {
                CompletableFuture<List<InetAddress>> answer = name.lookUp();
                LOG.debug("{}: {}", name.host(), answer);
            }
        }
    }
}
