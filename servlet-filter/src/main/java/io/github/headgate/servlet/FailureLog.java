package io.github.headgate.servlet;

import io.github.headgate.answer.CallerRequest;
import io.github.headgate.failure.AttemptReport;
import io.github.headgate.failure.FailureType;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The one line for each failed call: what failed, where, why, and what to check first, also as key-value pairs. Thread-safe.
 *
 * <p>An outage does not flood the disk: of identical failures, those of the same type at the same upstream, the first is a
 * warning at once and then at most one in {@value #INTERVAL_SECONDS} s, which says how many were left out before it
 * ({@code notLogged}). Those are logged too, on level DEBUG. Counts are not written when the application stops: what is
 * left out after the last line of a series is missing, unless DEBUG is on.
 */
final class FailureLog {
    /** Those who search logs know this name; it does not change with the class. */
    private static final Logger LOG = LoggerFactory.getLogger("io.github.headgate.failures");

    private static final int INTERVAL_SECONDS = 10;

    private final RepeatedFailures repeated;

    /**
     * @param nanoClock monotonic time in nanoseconds
     */
    FailureLog(LongSupplier nanoClock) {
        this.repeated = new RepeatedFailures(nanoClock, Duration.ofSeconds(INTERVAL_SECONDS));
    }

    /**
     * @param status what the caller got; null if a part of another answer was already on its way
     */
    void failed(FailedCall call, CallerRequest request, @Nullable Integer status) {
        RepeatedFailures.Line line =
                repeated.add(call.upstream(), call.failure().type());
        LoggingEventBuilder event = describe(line == null ? LOG.atDebug() : LOG.atWarn(), call);
        event = addIfKnown(event, "status", status).addKeyValue("requestId", request.requestId());
        event = addIfKnown(event, "traceId", request.traceId())
                .addKeyValue("method", request.method())
                .addKeyValue("path", Loggable.text(request.path()));
        String text = text(call);
        if (line != null && line.leftOut() > 0) {
            long sinceMillis = line.since().toMillis();
            event.addKeyValue("notLogged", line.leftOut())
                    .addKeyValue("notLoggedMillis", sinceMillis)
                    .log("{}; {} more like it, not logged, in the last {} ms", text, line.leftOut(), sinceMillis);
        } else {
            event.log(text);
        }
    }

    private static LoggingEventBuilder describe(LoggingEventBuilder event, FailedCall call) {
        FailureType type = call.failure().type();
        // where no name tells which upstream it was, the place in the application does
        if (type == FailureType.PROXY_INTERNAL_ERROR || call.upstream() == null) {
            event = event.setCause(call.thrown());
        }
        event = addIfKnown(event, "upstream", call.upstream()).addKeyValue("failure", type.token());
        List<AttemptReport> attempts = call.attempts();
        if (!attempts.isEmpty()) {
            AttemptReport last = attempts.get(attempts.size() - 1);
            event = event.addKeyValue("endpoint", last.endpoint()).addKeyValue("attempts", text(attempts));
        }
        Duration elapsed = call.elapsed();
        event = addIfKnown(event, "elapsedMillis", elapsed == null ? null : elapsed.toMillis());
        event = addIfKnown(event, "tls", call.failure().tlsDetail().orElse(null));
        return event.addKeyValue("check", type.advice());
    }

    private static LoggingEventBuilder addIfKnown(LoggingEventBuilder event, String key, @Nullable Object value) {
        return value == null ? event : event.addKeyValue(key, value);
    }

    /* The message of an exception may quote what an upstream, or whoever sits on its port, has sent. */
    private static String text(FailedCall call) {
        FailureType type = call.failure().type();
        String tls = call.failure().tlsDetail().map(detail -> "; " + detail).orElse("");
        return type.title() + " (" + type.token() + "): " + Loggable.line(call.message()) + tls + "; check first: "
                + type.advice();
    }

    private static String text(List<AttemptReport> attempts) {
        return attempts.stream().map(AttemptReport::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
