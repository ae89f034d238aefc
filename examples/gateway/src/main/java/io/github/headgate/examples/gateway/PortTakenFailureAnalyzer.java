package io.github.headgate.examples.gateway;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;

/** Says which option helps where the port is taken. */
final class PortTakenFailureAnalyzer extends AbstractFailureAnalyzer<PortInUseException> implements Ordered {
    PortTakenFailureAnalyzer() {}

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PortInUseException cause) {
        return new FailureAnalysis(
                "Port " + cause.getPort() + " is taken by another process.",
                "Use another one: java -jar gateway.jar --server.port=" + (cause.getPort() + 1)
                        + " (0 takes any free port).",
                cause);
    }
}
