package io.github.headgate.micrometer;

import io.github.headgate.Headgate;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The meters of a {@link Headgate}, all of whose names begin with {@code headgate.}: what becomes of its calls, and how its upstreams
 * are. {@code docs/observability} lists names and tags.
 *
 * <pre>{@code
 * new HeadgateMetrics(headgate).bindTo(registry);
 * }</pre>
 *
 * <p>Every tag has a bounded number of values: upstreams are named by the settings, failures and reasons by enums, statuses by RFC 9110;
 * no address of an endpoint is among them. Percentiles and histograms are a matter of the registry's own settings. This class is
 * thread-safe.
 */
public final class HeadgateMetrics implements MeterBinder, AutoCloseable {
    private final Headgate headgate;
    private final Map<MeterRegistry, BoundMeters> bound = new ConcurrentHashMap<>();

    /** The meters of this one, which are nowhere yet. */
    public HeadgateMetrics(Headgate headgate) {
        this.headgate = headgate;
    }

    /** Registers the meters, and counts from now on; does nothing if they are in this registry already. */
    @Override
    public void bindTo(MeterRegistry registry) {
        bound.computeIfAbsent(registry, unbound -> new BoundMeters(headgate, unbound));
    }

    /** Removes the meters from wherever they are, and counts no more. */
    @Override
    public void close() {
        bound.keySet().forEach(registry -> {
            BoundMeters meters = bound.remove(registry);
            if (meters != null) {
                meters.remove();
            }
        });
    }
}
