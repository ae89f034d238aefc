package io.github.headgate.servlet;

import io.github.headgate.failure.AttemptReport;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** The one line for each failed call. Thread-safe. */
final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.headgate.failures");

    private FailureLog() {}

    static void failed(UpstreamException failed, String requestId, String method, String path) {
        FailureType type = failed.type();
        LoggingEventBuilder line = LOG.atWarn();
        if (type == FailureType.PROXY_INTERNAL_ERROR) {
            line = line.setCause(failed);
        }
        line.addKeyValue("upstream", failed.upstream())
                .addKeyValue("failure", type.token())
                .addKeyValue("attempts", attempts(failed))
                .addKeyValue("requestId", requestId)
                .addKeyValue("method", method)
                .addKeyValue("path", path)
                .addKeyValue("check", type.advice())
                .log("{}: {}; check: {}", type.token(), failed.getMessage(), type.advice());
    }

    private static String attempts(UpstreamException failed) {
        return failed.attempts().stream().map(AttemptReport::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
