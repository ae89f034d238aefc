package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.UpstreamPolicy;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where calls begin: so many at a time, so many per second, and while it is nearly full only those that matter. Thread-safe, and
 * nobody waits here.
 */
final class Gate {
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);
    private static final int PERCENT = 100;
    private static final int PERIODS_PER_SECOND = 10;

    private final String name;
    private final TimeSource time;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile Limits limits;

    /**
     * There is no place for this call.
     *
     * @param words why, with the numbers
     * @param retryAfter when it may be worth to come back
     */
    record Refusal(String words, Duration retryAfter) {}

    /** What holds at present. */
    private record Limits(
            UpstreamPolicy policy,
            @Nullable ConcurrencyLimit adaptive,
            @Nullable RateLimiter rate) {
        int most() {
            return adaptive == null ? policy.maxConcurrent() : adaptive.limit();
        }
    }

    Gate(String name, UpstreamPolicy policy, TimeSource time) {
        this.name = name;
        this.time = time;
        this.limits = limits(policy, null);
    }

    private Limits limits(UpstreamPolicy policy, @Nullable Limits before) {
        boolean isSame = before != null
                && before.policy().adaptiveLimit() == policy.adaptiveLimit()
                && before.policy().maxConcurrent() == policy.maxConcurrent();
        ConcurrencyLimit adaptive = before != null && isSame
                ? before.adaptive()
                : ConcurrencyLimit.of(policy.adaptiveLimit(), policy.maxConcurrent());
        return new Limits(policy, adaptive, policy.rateLimit() == 0 ? null : rateLimiter(policy.rateLimit()));
    }

    /* Ten times a second a tenth, so that a second's calls do not all come at its beginning. */
    private RateLimiter rateLimiter(int perSecond) {
        int perPeriod = Math.max(1, perSecond / PERIODS_PER_SECOND);
        long periodNanos = TimeUnit.SECONDS.toNanos(1) * perPeriod / perSecond;
        RateLimiterConfig config = RateLimiterConfig.custom()
                .limitForPeriod(perPeriod)
                .limitRefreshPeriod(Duration.ofNanos(periodNanos))
                .timeoutDuration(Duration.ZERO)
                .writableStackTraceEnabled(false)
                .build();
        return new AtomicRateLimiter(name, config, time::nanoTime);
    }

    /** From now on these settings hold; calls that are under way stay counted. */
    void replace(UpstreamPolicy policy) {
        limits = limits(policy, limits);
    }

    /**
     * Takes a place for one more call, to be given back by {@link #leave()}; or tells why there is none.
     *
     * @param isSheddable whether this call is among those that are refused first
     * @return null if the place was taken
     */
    @Nullable
    Refusal enter(boolean isSheddable) {
        Limits now = limits;
        int busy = inFlight.get();
        Refusal refusal = refusal(now, busy, isSheddable);
        while (refusal == null && !inFlight.compareAndSet(busy, busy + 1)) {
            busy = inFlight.get();
            refusal = refusal(now, busy, isSheddable);
        }
        RateLimiter rate = now.rate();
        if (refusal == null && rate != null && !rate.acquirePermission()) {
            leave();
            return refusal("rate-limit reached, " + now.policy().rateLimit() + " calls per second");
        }
        return refusal;
    }

    private static @Nullable Refusal refusal(Limits limits, int busy, boolean isSheddable) {
        UpstreamPolicy policy = limits.policy();
        int most = limits.most();
        if (busy >= most) {
            String limit = limits.adaptive() == null ? "max-concurrent" : "adaptive-limit";
            return refusal(limit + " reached, " + most + " calls are under way");
        }
        boolean isShed = isSheddable && (busy + 1L) * PERCENT > (long) most * policy.sheddableShare();
        return isShed
                ? refusal("shed, " + busy + " calls are under way, " + policy.sheddableShare() + " % of " + most
                        + " are open to calls like this")
                : null;
    }

    private static Refusal refusal(String words) {
        return new Refusal(words, ONE_SECOND);
    }

    /** Gives a place back. */
    void leave() {
        inFlight.decrementAndGet();
    }

    /** An attempt took so long, or got no answer in time or one that says that there is too much to do. */
    void sample(long startNanos, long elapsedNanos, boolean isDropped) {
        ConcurrencyLimit adaptive = limits.adaptive();
        if (adaptive != null) {
            adaptive.sample(startNanos, elapsedNanos, inFlight.get(), isDropped);
        }
    }

    /** Calls under way. */
    int inFlight() {
        return inFlight.get();
    }

    /** The most calls under way at present. */
    int limit() {
        return limits.most();
    }
}
