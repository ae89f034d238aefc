package io.github.headgate.micrometer;

import io.github.headgate.UpstreamStatus;
import io.micrometer.core.instrument.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the upstreams are, read once for all gauges that are asked at about the same time, so that they agree with each other and cost
 * little. Thread-safe.
 */
final class Readings {
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Supplier<List<UpstreamStatus>> source;
    private final Clock clock;
    private volatile @Nullable Reading last;

    /**
     * @param source asked not more than twice a second
     */
    Readings(Supplier<List<UpstreamStatus>> source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    private record Reading(Map<String, UpstreamStatus> upstreams, long atNanos) {}

    /** A value of an upstream; not a number if there is no such upstream. */
    double of(String upstream, Function<UpstreamStatus, ? extends Number> value) {
        UpstreamStatus status = current().upstreams().get(upstream);
        return status == null ? Double.NaN : value.apply(status).doubleValue();
    }

    /* Two that are taken at the same time do no harm. */
    private Reading current() {
        Reading seen = last;
        long now = clock.monotonicTime();
        if (seen != null && now - seen.atNanos() < FRESH_NANOS) {
            return seen;
        }
        Map<String, UpstreamStatus> upstreams =
                source.get().stream().collect(Collectors.toMap(UpstreamStatus::name, Function.identity()));
        Reading taken = new Reading(upstreams, now);
        last = taken;
        return taken;
    }
}
