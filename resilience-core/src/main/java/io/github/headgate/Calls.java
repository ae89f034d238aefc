package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;

/** Makes the calls of all upstreams: over HTTP with what is stored and what several calls share, where that is on. Thread-safe. */
final class Calls {
    private final Engine engine;
    private final AttemptRunner runner;
    private final Patience patience;
    private final Listeners listeners;
    private final Tracing tracing;
    private final TimeSource time;

    Calls(Engine engine, Listeners listeners, Tracing tracing, TimeSource time) {
        this.engine = engine;
        this.runner = new AttemptRunner(new DeadlineCanceller(engine.timer(), time), time);
        this.patience = new Patience(engine.timer(), time);
        this.listeners = listeners;
        this.tracing = tracing;
        this.time = time;
    }

    /**
     * Makes a call over HTTP.
     *
     * @throws IllegalStateException if the engine has stopped
     * @throws InterruptedIOException if the thread was interrupted, and it still is then; or if the request was cancelled
     * @throws IOException if the call failed, or the request's own body could not be read
     */
    ClassicHttpResponse execute(UpstreamState upstream, ClassicHttpRequest request, CallOptions options)
            throws IOException {
        LastGood kept = upstream.lastGood();
        if (kept == null) {
            return send(upstream, request, options);
        }
        Refreshes refreshes = upstream.refreshes();
        return refreshes == null
                ? kept.run(request, listeners, () -> send(upstream, request, options))
                : new CollapsibleCall(upstream, kept, refreshes, patience, listeners, request)
                        .run(options, own -> send(upstream, request, own));
    }

    private ClassicHttpResponse send(UpstreamState upstream, ClassicHttpRequest request, CallOptions options)
            throws IOException {
        try {
            return run(upstream, new HttpExchange(upstream.transport(), upstream.policy(), time, request), options);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException(e.getMessage());
            interrupted.initCause(e);
            throw interrupted;
        } catch (Exception e) {
            throw new IllegalStateException("an HTTP exchange throws nothing else", e);
        }
    }

    /**
     * Makes a call.
     *
     * @throws IllegalStateException if the engine has stopped
     * @throws Exception what the exchange throws, if it says nothing about the upstream; or that the call failed
     */
    <T> T run(UpstreamState upstream, Exchange<T> exchange, CallOptions options) throws Exception {
        if (engine.isClosed()) {
            throw new IllegalStateException(upstream.name() + ": this Headgate is closed");
        }
        return new Call<>(upstream, exchange, options, runner, listeners, tracing, time).run();
    }
}
