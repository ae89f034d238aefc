package io.github.headgate.micrometer;

import io.github.headgate.CallTracer.AttemptSpan;
import io.github.headgate.CallTracer.Scope;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.upstream.Endpoint;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An attempt that is observed: what the tracer writes when it begins is sent with the request. Thread-safe. */
final class ObservedAttempt implements AttemptSpan {
    private final Observation attempt;
    private final String upstream;
    private final Map<String, String> headers;

    private ObservedAttempt(Observation attempt, String upstream, Map<String, String> headers) {
        this.attempt = attempt;
        this.upstream = upstream;
        this.headers = headers;
    }

    static ObservedAttempt begin(
            ObservationRegistry registry,
            Observation call,
            String upstream,
            String method,
            int number,
            Endpoint endpoint) {
        Map<String, String> headers = new HashMap<>(4);
        SenderContext<Map<String, String>> context = new SenderContext<>(
                (carrier, name, value) -> Objects.requireNonNull(carrier).put(name, value), Kind.CLIENT);
        context.setCarrier(headers);
        context.setRemoteServiceName(upstream);
        Observation attempt = Observation.createNotStarted("headgate.attempt", () -> context, registry)
                .parentObservation(call)
                .contextualName("attempt " + upstream)
                .lowCardinalityKeyValue("upstream", upstream)
                .highCardinalityKeyValue("method", method)
                .highCardinalityKeyValue("attempt", String.valueOf(number))
                .highCardinalityKeyValue("endpoint", endpoint.toString());
        call.scoped(
                () -> { // a tracer takes the span of the thread for the parent
                    attempt.start();
                });
        return new ObservedAttempt(attempt, upstream, headers);
    }

    @Override
    public Map<String, String> headers() {
        return headers;
    }

    @Override
    public Scope open() {
        Observation.Scope scope = attempt.openScope();
        return scope::close;
    }

    @Override
    public void answered(int status) {
        Outcome.of(status).end(attempt);
    }

    @Override
    public void failed(Failure failure) {
        attempt.error(new UpstreamException(upstream, failure, List.of(), upstream + ": " + failure.type()));
        Outcome.of(failure.type()).end(attempt);
    }

    @Override
    public void released() {
        Outcome.RELEASED.end(attempt);
    }
}
