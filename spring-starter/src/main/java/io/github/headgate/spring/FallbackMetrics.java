package io.github.headgate.spring;

import io.github.headgate.Headgate;
import io.github.headgate.answer.FallbackKind;
import io.github.headgate.servlet.AnswerListener;
import io.github.headgate.servlet.AnsweredFailure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Counts the fallbacks that callers got, and those that failed themselves. Thread-safe. */
final class FallbackMetrics implements AnswerListener, MeterBinder {
    /* Of the applications' own exceptions: they may name anything, and tags must be few. */
    private static final String OTHER = "other";

    private final Headgate headgate;
    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

    FallbackMetrics(Headgate headgate) {
        this.headgate = headgate;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        registries.add(registry);
    }

    @Override
    public void answered(AnsweredFailure failure, @Nullable FallbackKind fallback) {
        if (fallback != null) {
            count("headgate.fallbacks", "Fallbacks that callers got in place of the plain answer", failure, fallback);
        }
    }

    @Override
    public void fallbackFailed(AnsweredFailure failure, FallbackKind fallback) {
        count("headgate.fallbacks.failed", "Fallbacks that failed themselves", failure, fallback);
    }

    private void count(String name, String description, AnsweredFailure failure, FallbackKind fallback) {
        for (MeterRegistry registry : registries) {
            Counter.builder(name)
                    .description(description)
                    .tag("upstream", upstream(failure.upstream()))
                    .tag("failure", failure.type().token())
                    .tag("kind", fallback.token())
                    .register(registry)
                    .increment();
        }
    }

    private String upstream(@Nullable String name) {
        return name != null && headgate.upstreamNames().contains(name) ? name : OTHER;
    }
}
