package io.github.headgate.servlet;

import io.github.headgate.answer.Fallback;
import io.github.headgate.servlet.FallbackResponse.NoAnswerException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The line for a fallback that failed itself: a warning, at most one in {@value #INTERVAL_SECONDS} s for each failure type at each
 * upstream, the others on level DEBUG. Thread-safe.
 */
final class FallbackLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.headgate.fallbacks");

    private static final int INTERVAL_SECONDS = 10;

    private final RepeatedFailures repeated;

    /**
     * @param nanoClock monotonic time in nanoseconds
     */
    FallbackLog(LongSupplier nanoClock) {
        this.repeated = new RepeatedFailures(nanoClock, Duration.ofSeconds(INTERVAL_SECONDS));
    }

    void failed(Fallback fallback, AnsweredFailure failure, Exception thrown) {
        boolean isFirst = repeated.add(failure.upstream(), failure.type()) != null;
        LoggingEventBuilder event = isFirst ? LOG.atWarn() : LOG.atDebug();
        // that it has no answer, the message says; for anything else its author needs the place
        if (!(thrown instanceof NoAnswerException)) {
            event = event.setCause(thrown);
        }
        event.addKeyValue("requestId", failure.requestId())
                .addKeyValue("failure", failure.type().token())
                .log(
                        "The fallback {} {} failed as well, the plain answer is given: {}",
                        fallback.kind().token(),
                        fallback.answer(),
                        Loggable.line(thrown.toString()));
    }
}
