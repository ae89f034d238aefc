package io.github.headgate.servlet;

import io.github.headgate.ConcurrencyLimit;
import io.github.headgate.answer.ProxyStatus;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How many requests the application can take at a time, as the time tells that they take. Thread-safe. */
final class RequestLimit {
    private final ConcurrencyLimit limit;
    private final LongSupplier nanoClock;
    private volatile long answeredNanos;

    private RequestLimit(ConcurrencyLimit limit, LongSupplier nanoClock) {
        this.limit = limit;
        this.nanoClock = nanoClock;
    }

    /**
     * That of these settings; null for none.
     *
     * @param nanoClock monotonic time in nanoseconds
     */
    static @Nullable RequestLimit of(InboundSettings settings, LongSupplier nanoClock) {
        ConcurrencyLimit limit = ConcurrencyLimit.of(settings.adaptiveLimit(), settings.maxInFlight());
        return limit == null ? null : new RequestLimit(limit, nanoClock);
    }

    int most() {
        return limit.limit();
    }

    /**
     * A request begins.
     *
     * @param inFlight how many are under way with it
     * @param response tells in the end how it was answered
     */
    Measurement begin(int inFlight, HttpServletResponse response) {
        return new Measurement(inFlight, response);
    }

    /* What is refused is refused at once: as a time that a request takes, that would be the best ever seen, and all others too long. */
    void ended(long startNanos, long elapsedNanos, int inFlight, RequestOutcome outcome) {
        switch (outcome) {
            case ANSWERED -> {
                answeredNanos = elapsedNanos;
                limit.sample(startNanos, elapsedNanos, inFlight, false);
            }
            case DROPPED -> limit.sample(startNanos, Math.max(elapsedNanos, answeredNanos), inFlight, true);
            case OTHER -> {}
        }
    }

    /** The time of one request. */
    final class Measurement {
        private final long startNanos = nanoClock.getAsLong();
        private final int inFlight;
        private final HttpServletResponse response;

        private Measurement(int inFlight, HttpServletResponse response) {
            this.inFlight = inFlight;
            this.response = response;
        }

        /** Its response is done. */
        void end() {
            ended(
                    startNanos,
                    nanoClock.getAsLong() - startNanos,
                    inFlight,
                    RequestOutcome.of(response.getStatus(), response.getHeader(ProxyStatus.HEADER)));
        }
    }
}
