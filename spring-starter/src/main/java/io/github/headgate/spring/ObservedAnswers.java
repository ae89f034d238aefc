package io.github.headgate.spring;

import io.github.headgate.answer.FallbackKind;
import io.github.headgate.servlet.AnswerListener;
import io.github.headgate.servlet.AnsweredFailure;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/** Tells the observation of a request, and with it its span, under which id the answer and the log know it. Thread-safe. */
final class ObservedAnswers implements AnswerListener {
    private final ObservationRegistry registry;

    ObservedAnswers(ObservationRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void answered(AnsweredFailure failure, @Nullable FallbackKind fallback) {
        Observation request = registry.getCurrentObservation();
        if (request != null) {
            request.highCardinalityKeyValue("requestId", failure.requestId());
        }
    }
}
