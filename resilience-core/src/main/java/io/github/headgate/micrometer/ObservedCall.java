package io.github.headgate.micrometer;

import io.github.headgate.CallTracer.AttemptSpan;
import io.github.headgate.CallTracer.CallSpan;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.upstream.Endpoint;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/** A call that is observed. Thread-safe. */
final class ObservedCall implements CallSpan {
    private final ObservationRegistry registry;
    private final Observation call;
    private final String upstream;
    private final String method;

    ObservedCall(ObservationRegistry registry, Observation call, String upstream, String method) {
        this.registry = registry;
        this.call = call;
        this.upstream = upstream;
        this.method = method;
    }

    @Override
    public AttemptSpan attempt(int number, Endpoint endpoint) {
        return ObservedAttempt.begin(registry, call, upstream, method, number, endpoint);
    }

    @Override
    public void answered(int status) {
        Outcome.of(status).end(call);
    }

    @Override
    public void failed(UpstreamException failure) {
        call.error(failure);
        Outcome.of(failure.type()).end(call);
    }

    @Override
    public void abandoned() {
        Outcome.ABANDONED.end(call);
    }
}
