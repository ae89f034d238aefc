package io.github.headgate.micrometer;

import io.github.headgate.CallTracer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/**
 * Observes each call as {@code headgate.call}, below whatever the thread is about, and each of its attempts as
 * {@code headgate.attempt} below that. With a tracer behind the registry (Micrometer Tracing) these are spans, and the request of
 * each attempt carries the context of its own span on to the upstream, in the headers of the tracer's propagation: those of W3C
 * Trace Context, unless it is told otherwise.
 *
 * <pre>{@code
 * Headgate.builder().tracer(new HeadgateObservations(registry))
 * }</pre>
 *
 * <p>Tags of low cardinality, the same as those of {@link HeadgateMetrics}: {@code upstream}, {@code outcome}, {@code failure},
 * {@code status}. Besides: {@code method}; of an attempt {@code attempt}, its number, and {@code endpoint}. Both last until the
 * answer was read to its end or the application has closed it. This class is thread-safe.
 */
public final class HeadgateObservations implements CallTracer {
    private final ObservationRegistry registry;

    /** Observations of this registry. */
    public HeadgateObservations(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public CallSpan begin(String upstream, String method) {
        String known = method.isEmpty() ? "none" : method;
        Observation call = Observation.createNotStarted("headgate.call", registry)
                .contextualName("call " + upstream)
                .lowCardinalityKeyValue("upstream", upstream)
                .highCardinalityKeyValue("method", known)
                .start();
        return new ObservedCall(registry, call, upstream, known);
    }
}
