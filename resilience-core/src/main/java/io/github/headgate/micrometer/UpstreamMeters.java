package io.github.headgate.micrometer;

import io.github.headgate.failure.AttemptReport;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import io.github.headgate.retry.RetryDecision.StopReason;
import io.github.headgate.upstream.Collapse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What is counted of the calls to one upstream. Thread-safe. */
final class UpstreamMeters {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Collection<Meter> registered = new ConcurrentLinkedQueue<>();
    private final Slots<Timer> calls;
    private final Timer abandoned;
    private final Slots<Timer> attempts;
    private final Slots<Counter> retries;
    private final Slots<Counter> broken;
    private final Map<StopReason, Counter> refusals = new EnumMap<>(StopReason.class);
    private final Counter hedges;
    private final Counter stale;
    private final Map<Collapse, Counter> collapsed = new EnumMap<>(Collapse.class);
    private final Counter ejections;

    UpstreamMeters(MeterRegistry registry, String upstream) {
        this.registry = registry;
        this.tags = Tags.of("upstream", upstream);
        this.calls = new Slots<>(this::calls);
        this.abandoned = calls(Outcome.ABANDONED);
        this.attempts = new Slots<>(outcome -> added(Timer.builder("headgate.attempts")
                .description("Exchanges with one endpoint, from their start to the response head or the failure")
                .tags(tags.and("outcome", outcome.outcome(), "failure", outcome.failure()))
                .register(registry)));
        this.retries = new Slots<>(outcome -> counter(
                "headgate.retries",
                "Attempts that were to be made again, by what befell the one before",
                tags.and("reason", outcome.reason())));
        this.broken = new Slots<>(outcome -> counter(
                "headgate.answers.broken",
                "Bodies that broke after the response head had been passed on",
                tags.and("failure", outcome.failure())));
        for (StopReason reason : StopReason.values()) {
            refusals.put(
                    reason,
                    counter(
                            "headgate.retries.refused",
                            "Attempts that failed and were not made again, by the reason",
                            tags.and("reason", reason.name().toLowerCase(Locale.ROOT))));
        }
        this.hedges = counter("headgate.hedges", "Second attempts that were begun beside the first", tags);
        this.stale =
                counter("headgate.stale.served", "Last good responses that were given in place of a failure", tags);
        for (Collapse how : EnumSet.of(Collapse.WAIT, Collapse.STALE)) {
            collapsed.put(
                    how,
                    counter(
                            "headgate.calls.collapsed",
                            "Calls that were not made because another for the same was under way, by what became of them",
                            tags.and("how", how.name().toLowerCase(Locale.ROOT))));
        }
        this.ejections = counter("headgate.ejections", "Endpoints that were ejected, each failed probe included", tags);
    }

    private Timer calls(Outcome outcome) {
        return added(Timer.builder("headgate.calls")
                .description("Calls, from their start to the response head or the failure")
                .tags(tags.and("outcome", outcome.outcome(), "failure", outcome.failure(), "status", outcome.status()))
                .register(registry));
    }

    private Counter counter(String name, String description, Tags own) {
        return added(Counter.builder(name).description(description).tags(own).register(registry));
    }

    /** One that goes when this goes. */
    <M extends Meter> M added(M meter) {
        registered.add(meter);
        return meter;
    }

    MeterRegistry registry() {
        return registry;
    }

    /** Those that every meter of this upstream has. */
    Tags tags() {
        return tags;
    }

    /** Takes all meters of this upstream out of the registry. */
    void remove() {
        registered.forEach(registry::remove);
    }

    void attempt(AttemptReport attempt) {
        of(attempts, attempt).record(attempt.elapsed());
    }

    void retried(AttemptReport attempt) {
        of(retries, attempt).increment();
    }

    private static <M extends Meter> M of(Slots<M> slots, AttemptReport attempt) {
        Failure failure = attempt.failureOrNull();
        return failure == null ? slots.of(attempt.status()) : slots.of(failure.type());
    }

    void refused(StopReason reason) {
        Counter counter = refusals.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    void answered(int status, Duration elapsed) {
        calls.of(status).record(elapsed);
    }

    void failed(FailureType failure, Duration elapsed) {
        calls.of(failure).record(elapsed);
    }

    void abandoned(Duration elapsed) {
        abandoned.record(elapsed);
    }

    void broke(FailureType failure) {
        broken.of(failure).increment();
    }

    void hedged() {
        hedges.increment();
    }

    void staleServed() {
        stale.increment();
    }

    void collapsed(Collapse how) {
        Counter counter = collapsed.get(how);
        if (counter != null) {
            counter.increment();
        }
    }

    void ejected() {
        ejections.increment();
    }
}
