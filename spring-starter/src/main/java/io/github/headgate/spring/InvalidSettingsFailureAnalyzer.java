package io.github.headgate.spring;

import io.github.headgate.settings.InvalidSettingsException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells a person what is wrong with the settings, where a stack trace would stand otherwise. */
final class InvalidSettingsFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSettingsException> {
    private static final String ACTION =
            "Correct the settings above and start again. An environment variable is written"
                    + " without dashes: HEADGATE_UPSTREAMS_ORDERS_ATTEMPTTIMEOUT is headgate.upstreams.orders.attempt-timeout.";

    InvalidSettingsFailureAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidSettingsException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), ACTION, cause);
    }
}
