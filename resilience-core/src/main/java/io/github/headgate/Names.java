package io.github.headgate;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.HostResolver;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of names. A name is looked up once for all who wait, again in the background once its answer is older than
 * {@code dns-refresh}, and the last good answer is kept while the resolver fails. Thread-safe.
 */
final class Names {
    private static final Logger LOG = LoggerFactory.getLogger(Names.class);

    private final AsyncLoadingCache<String, List<InetAddress>> answers;

    Names(HostResolver resolver, Duration refresh, Executor lookups, TimeSource time) {
        this.answers = Caffeine.newBuilder()
                .refreshAfterWrite(refresh)
                .executor(lookups)
                .ticker(time::nanoTime)
                .buildAsync(new Lookup(resolver));
    }

    /** Starts to look a name up, without waiting. */
    void prefetch(String host) {
        CompletableFuture<List<InetAddress>> answer = answers.get(host);
        LOG.debug("{}: {}", host, answer);
    }

    /** The addresses if they are known; the same list as long as they do not change. Neither waits nor starts a lookup. */
    @Nullable
    List<InetAddress> known(String host) {
        CompletableFuture<List<InetAddress>> answer = answers.getIfPresent(host);
        return answer != null && answer.isDone() && !answer.isCompletedExceptionally() ? answer.getNow(null) : null;
    }

    /**
     * Waits until the addresses are known.
     *
     * @throws UnknownHostException if the name does not resolve
     * @throws TimeoutException if the resolver does not answer in time
     * @throws InterruptedException if the thread is interrupted
     */
    void await(String host, long nanos) throws UnknownHostException, TimeoutException, InterruptedException {
        List<InetAddress> addresses;
        try {
            addresses = answers.get(host).get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw unknown(host, e.getCause());
        }
        if (addresses == null) {
            throw unknown(host, null);
        }
    }

    private static UnknownHostException unknown(String host, @Nullable Throwable cause) {
        UnknownHostException unknown = new UnknownHostException(host);
        unknown.initCause(cause);
        return unknown;
    }

    /* No answer is null: Caffeine forgets that, where it logs an exception with its stack. */
    private record Lookup(HostResolver resolver) implements CacheLoader<String, List<InetAddress>> {
        @Override
        @SuppressWarnings("NullAway") // Caffeine allows null here, in words only
        public @Nullable List<InetAddress> load(String host) {
            try {
                List<InetAddress> addresses = resolver.resolve(host);
                return addresses.isEmpty() ? null : List.copyOf(addresses);
            } catch (UnknownHostException e) {
                return null;
            }
        }

        @Override
        public List<InetAddress> reload(String host, List<InetAddress> before) {
            List<InetAddress> now = load(host);
            if (now == null) {
                LOG.warn("{} does not resolve any more; its last good addresses stay in use: {}", host, before);
                return before;
            }
            return Set.copyOf(now).equals(Set.copyOf(before)) ? before : now;
        }
    }
}
