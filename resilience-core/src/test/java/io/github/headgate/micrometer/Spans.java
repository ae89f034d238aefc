package io.github.headgate.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What OpenTelemetry would export: of spans that have ended, in that order. */
final class Spans implements AutoCloseable {
    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build();
    final ObservationRegistry registry = ObservationRegistry.create();

    Spans() {
        Tracer otel = provider.get("test");
        OtelTracer tracer = new OtelTracer(otel, new OtelCurrentTraceContext(), event -> {});
        OtelPropagator propagator =
                new OtelPropagator(ContextPropagators.create(W3CTraceContextPropagator.getInstance()), otel);
        registry.observationConfig()
                .observationHandler(new ObservationHandler.FirstMatchingCompositeObservationHandler(
                        new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
                        new DefaultTracingObservationHandler(tracer)));
    }

    List<SpanData> ended() {
        return exporter.getFinishedSpanItems();
    }

    /** The call, of which there was one. */
    SpanData call() {
        List<SpanData> calls = ended().stream()
                .filter(span -> span.getName().startsWith("call "))
                .toList();
        assertThat(calls).hasSize(1);
        return calls.get(0);
    }

    /** The attempts below the call, in the order of their numbers. */
    List<SpanData> attempts() {
        String call = call().getSpanId();
        return ended().stream()
                .filter(span -> span.getParentSpanId().equals(call))
                .sorted((one, other) -> tag(one, "attempt").compareTo(tag(other, "attempt")))
                .toList();
    }

    static String tag(SpanData span, String name) {
        @Nullable String value = span.getAttributes().get(AttributeKey.stringKey(name));
        return value == null ? "" : value;
    }

    /** For example {@code failed connection_refused 502}. */
    static String outcome(SpanData span) {
        return tag(span, "outcome") + " " + tag(span, "failure") + " " + tag(span, "status");
    }

    /** As {@code traceparent} has it, without the flags (W3C Trace Context §3.2). */
    static String parent(SpanData span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId();
    }

    @Override
    public void close() {
        provider.close();
    }
}
