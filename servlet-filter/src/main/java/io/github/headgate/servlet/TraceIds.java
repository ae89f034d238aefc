package io.github.headgate.servlet;

import io.github.headgate.answer.TraceParent;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Knows to which trace a request belongs, for the answer to a failed call and its log line. Implementations are thread-safe. */
@FunctionalInterface
public interface TraceIds {
    /** The trace that the caller names in {@code traceparent} (W3C Trace Context §3.2). */
    TraceIds OF_CALLER = request -> TraceParent.traceId(request.getHeader(TraceParent.HEADER));

    /** The id of the trace, letters and digits; null if there is none. */
    @Nullable
    String of(HttpServletRequest request);
}
