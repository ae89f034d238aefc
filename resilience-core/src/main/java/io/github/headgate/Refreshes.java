package io.github.headgate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.headgate.retry.TimeSource;
import io.github.headgate.stored.Alike;
import io.github.headgate.stored.Exchanged.Asked;
import io.github.headgate.upstream.Collapse;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one upstream that others may wait for, and how many do. Whoever waits asks nothing of the upstream: no place among
 * the calls under way is taken, but no more may wait than may be under way, so that a slow upstream binds no more than twice as many
 * threads. Thread-safe.
 */
final class Refreshes {
    private static final Duration MEMORY = Duration.ofSeconds(10);
    private static final long MOST_BYTES = 1 << 20;
    private static final int OVERHEAD_BYTES = 100;

    private final Collapse how;
    private final ConcurrentMap<Alike, Refresh> underWay = new ConcurrentHashMap<>();
    private final Cache<String, Boolean> forOne;
    private final AtomicInteger waiting = new AtomicInteger();

    Refreshes(Collapse how, TimeSource time) {
        this.how = how;
        this.forOne = Caffeine.newBuilder()
                .maximumWeight(MOST_BYTES)
                .weigher((String resource, Boolean isSo) -> resource.length() + OVERHEAD_BYTES)
                .expireAfterWrite(MEMORY)
                .ticker(time::nanoTime)
                .executor(Runnable::run) // no thread of ours, and none that would outlive a web application
                .build();
    }

    Collapse how() {
        return how;
    }

    /** The call that is under way for such requests; null if this is it from now on, until it is ended. */
    @Nullable
    Refresh begin(Alike alike, Refresh refresh) {
        return underWay.putIfAbsent(alike, refresh);
    }

    void end(Alike alike, Refresh refresh) {
        if (refresh.isForOne()) {
            forOne.put(resource(alike), Boolean.TRUE);
        }
        underWay.remove(alike, refresh);
        refresh.end();
    }

    /** Whether it was for one caller what such a request brought not long ago: to wait for it would be in vain. */
    boolean isFutile(Alike alike) {
        return forOne.getIfPresent(resource(alike)) != null;
    }

    private static String resource(Alike alike) {
        return (alike.isPersonal() ? "personal " : "") + alike.method() + ' ' + alike.resource();
    }

    /** A request may have changed its resource: who asks from now on is not to get what was under way before. */
    void supersede(Asked request) {
        underWay.forEach((alike, refresh) -> {
            if (alike.concerns(request)) {
                refresh.supersede();
                underWay.remove(alike, refresh);
            }
        });
    }

    /** Takes a place among those who wait, to be given back by {@link #leave()}; false if there is none. */
    boolean enter(int most) {
        if (waiting.incrementAndGet() <= most) {
            return true;
        }
        leave();
        return false;
    }

    void leave() {
        waiting.decrementAndGet();
    }

    /** Calls that wait for others. */
    int waiting() {
        return waiting.get();
    }

    /** Calls that others may wait for. */
    int underWay() {
        return underWay.size();
    }
}
