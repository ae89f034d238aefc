package io.github.headgate.spring;

import io.github.headgate.servlet.TraceIds;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.StringUtils;

/** The trace that the thread is in; where it is in none, the one that the caller names. Thread-safe. */
final class CurrentTrace implements TraceIds {
    private final ObjectProvider<Tracer> tracer;

    CurrentTrace(ObjectProvider<Tracer> tracer) {
        this.tracer = tracer;
    }

    @Override
    public @Nullable String of(HttpServletRequest request) {
        Tracer known = tracer.getIfAvailable();
        Span span = known == null ? null : known.currentSpan();
        String id = span == null ? "" : span.context().traceId();
        return StringUtils.hasText(id) ? id : TraceIds.OF_CALLER.of(request);
    }
}
