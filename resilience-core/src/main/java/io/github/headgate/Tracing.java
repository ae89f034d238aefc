package io.github.headgate;

import io.github.headgate.CallTracer.AttemptSpan;
import io.github.headgate.CallTracer.CallSpan;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.upstream.Endpoint;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what a tracer throws away from the call, and ends each call's span once. While there is no tracer, nothing is made. Thread-safe. */
final class Tracing {
    /** No tracer. */
    static final Tracing OFF = new Tracing(null);

    /** The span of an attempt that nobody traces. */
    static final AttemptSpan NO_ATTEMPT = new NoAttempt();

    private static final Logger LOG = LoggerFactory.getLogger(CallTracer.class);
    private static final CallSpan NO_CALL = new NoCall();

    private final @Nullable CallTracer tracer;

    Tracing(@Nullable CallTracer tracer) {
        this.tracer = tracer;
    }

    CallSpan begin(String upstream, Exchange<?> exchange) {
        CallTracer begins = tracer;
        return begins == null
                ? NO_CALL
                : new GuardedCall(made(() -> begins.begin(upstream, exchange.method()), NO_CALL));
    }

    private static <T> T made(Supplier<T> span, T none) {
        try {
            return span.get();
        } catch (RuntimeException e) {
            LOG.warn("a call tracer failed", e);
            return none;
        }
    }

    private static void tell(Runnable event) {
        try {
            event.run();
        } catch (RuntimeException e) {
            LOG.warn("a call tracer failed", e);
        }
    }

    private record NoCall() implements CallSpan {
        @Override
        public AttemptSpan attempt(int number, Endpoint endpoint) {
            return NO_ATTEMPT;
        }

        @Override
        public void answered(int status) {}

        @Override
        public void failed(UpstreamException failure) {}

        @Override
        public void abandoned() {}
    }

    private record NoAttempt() implements AttemptSpan {
        private static final CallTracer.Scope NO_SCOPE = () -> {};

        @Override
        public Map<String, String> headers() {
            return Map.of();
        }

        @Override
        public CallTracer.Scope open() {
            return NO_SCOPE;
        }

        @Override
        public void answered(int status) {}

        @Override
        public void failed(Failure failure) {}

        @Override
        public void released() {}
    }

    /** What was ended stays ended, as with the permit of the call. */
    private static final class GuardedCall implements CallSpan {
        private final CallSpan span;
        private final AtomicBoolean isOpen = new AtomicBoolean(true);

        GuardedCall(CallSpan span) {
            this.span = span;
        }

        @Override
        public AttemptSpan attempt(int number, Endpoint endpoint) {
            return new GuardedAttempt(made(() -> span.attempt(number, endpoint), NO_ATTEMPT));
        }

        @Override
        public void answered(int status) {
            end(() -> span.answered(status));
        }

        @Override
        public void failed(UpstreamException failure) {
            end(() -> span.failed(failure));
        }

        @Override
        public void abandoned() {
            end(span::abandoned);
        }

        private void end(Runnable end) {
            if (isOpen.compareAndSet(true, false)) {
                tell(end);
            }
        }
    }

    /** The lease ends it, once. */
    private record GuardedAttempt(AttemptSpan span) implements AttemptSpan {
        @Override
        public Map<String, String> headers() {
            return made(span::headers, Map.of());
        }

        @Override
        public CallTracer.Scope open() {
            CallTracer.Scope scope = made(span::open, NoAttempt.NO_SCOPE);
            return () -> tell(scope::close);
        }

        @Override
        public void answered(int status) {
            tell(() -> span.answered(status));
        }

        @Override
        public void failed(Failure failure) {
            tell(() -> span.failed(failure));
        }

        @Override
        public void released() {
            tell(span::released);
        }
    }
}
