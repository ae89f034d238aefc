package io.github.headgate.micrometer;

import io.github.headgate.CallListener;
import io.github.headgate.Headgate;
import io.github.headgate.failure.AttemptReport;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.RetryDecision;
import io.github.headgate.retry.RetryDecision.Stop;
import io.github.headgate.upstream.Collapse;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of one Headgate in one registry; hears of calls and counts them. Thread-safe. */
final class BoundMeters implements CallListener {
    private final Headgate headgate;
    private final MeterRegistry registry;
    private final Map<String, UpstreamMeters> upstreams = new ConcurrentHashMap<>();

    BoundMeters(Headgate headgate, MeterRegistry registry) {
        this.headgate = headgate;
        this.registry = registry;
        Readings readings = new Readings(headgate::status, registry.config().clock());
        for (String upstream : headgate.upstreamNames()) {
            UpstreamMeters meters = of(upstream);
            UpstreamGauges.register(upstream, readings, meters);
        }
        headgate.listener(this);
    }

    /** Hears and shows nothing more. */
    void remove() {
        headgate.removeListener(this);
        upstreams.values().forEach(UpstreamMeters::remove);
    }

    private UpstreamMeters of(String upstream) {
        UpstreamMeters known = upstreams.get(upstream);
        return known == null ? upstreams.computeIfAbsent(upstream, name -> new UpstreamMeters(registry, name)) : known;
    }

    @Override
    public void attemptEnded(String upstream, AttemptReport attempt) {
        of(upstream).attempt(attempt);
    }

    @Override
    public void retryDecided(String upstream, AttemptReport attempt, RetryDecision decision) {
        if (decision instanceof Stop stop) {
            of(upstream).refused(stop.reason());
        } else {
            of(upstream).retried(attempt);
        }
    }

    @Override
    public void hedgeStarted(String upstream, String endpoint) {
        of(upstream).hedged();
    }

    @Override
    public void callAnswered(String upstream, List<AttemptReport> attempts, Duration elapsed) {
        of(upstream).answered(attempts.get(attempts.size() - 1).status(), elapsed);
    }

    @Override
    public void staleServed(String upstream, Duration age) {
        of(upstream).staleServed();
    }

    @Override
    public void callCollapsed(String upstream, Collapse how, Duration age) {
        of(upstream).collapsed(how);
    }

    @Override
    public void callFailed(UpstreamException failure, Duration elapsed) {
        of(failure.upstream()).failed(failure.type(), elapsed);
    }

    @Override
    public void callAbandoned(String upstream, Duration elapsed) {
        of(upstream).abandoned(elapsed);
    }

    @Override
    public void answerBroke(UpstreamException failure, Duration elapsed) {
        of(failure.upstream()).broke(failure.type());
    }

    @Override
    public void endpointEjected(String upstream, String endpoint, String why, Duration wait) {
        of(upstream).ejected();
    }
}
