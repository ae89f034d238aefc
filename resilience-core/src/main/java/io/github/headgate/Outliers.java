package io.github.headgate;

import io.github.headgate.upstream.OutlierPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the endpoints of an upstream with each other, and ejects those that stand out: by the share of attempts that fail,
 * or by latency. What they are compared with is the median, or of two the better one. Run by one thread.
 */
final class Outliers implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Headgate.class);
    private static final int FEWEST = 2;
    private static final double PERCENT = 100;

    /* Below that, a few times as long is nothing to speak of. */
    private static final double LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final OutlierPolicy policy;
    private final EndpointPool pool;

    Outliers(OutlierPolicy policy, EndpointPool pool) {
        this.policy = policy;
        this.pool = pool;
    }

    /** An endpoint that stands out, by how many times what is allowed, and the words for it. */
    private record Outlier(EndpointState state, double times, String why) {}

    private record Compared(EndpointState state, Tally.Counts counts) {}

    @Override
    public void run() {
        List<Compared> compared = new ArrayList<>();
        for (EndpointState state : pool.states()) {
            Tally.Counts counts = state.takeTally();
            if (counts.attempts() >= policy.minimumCalls()) {
                compared.add(new Compared(state, counts));
            }
        }
        if (compared.size() >= FEWEST) {
            found(compared).forEach(this::eject);
        }
    }

    private List<Outlier> found(List<Compared> compared) {
        double failureRate = lowerMedian(
                compared.stream().map(one -> one.counts().failureRate()).toList());
        double latency = lowerMedian(compared.stream()
                .map(one -> one.counts().meanNanos())
                .filter(mean -> mean > 0)
                .toList());
        List<Outlier> outliers = new ArrayList<>();
        for (Compared one : compared) {
            Outlier outlier = byFailures(one, failureRate);
            outlier = outlier == null ? byLatency(one, latency) : outlier;
            if (outlier != null) {
                outliers.add(outlier);
            }
        }
        outliers.sort(Comparator.comparingDouble(Outlier::times).reversed());
        return outliers;
    }

    private static double lowerMedian(Collection<Double> values) {
        return values.isEmpty()
                ? 0
                : values.stream()
                        .sorted()
                        .skip((values.size() - 1) / 2)
                        .findFirst()
                        .orElse(0.0);
    }

    private @Nullable Outlier byFailures(Compared one, double median) {
        double above = (one.counts().failureRate() - median) * PERCENT;
        if (policy.errorRate() == 0 || above < policy.errorRate()) {
            return null;
        }
        String why = String.format(
                Locale.ROOT,
                "%d of %d attempts failed, %.0f %% where its peers are at %.0f %%",
                one.counts().failures(),
                one.counts().attempts(),
                one.counts().failureRate() * PERCENT,
                median * PERCENT);
        return new Outlier(one.state(), above / policy.errorRate(), why);
    }

    private @Nullable Outlier byLatency(Compared one, double median) {
        double mean = one.counts().meanNanos();
        double most = Math.max(median * policy.latencyFactor(), median + LEAST_NANOS);
        if (policy.latencyFactor() == 0 || median == 0 || mean < most) {
            return null;
        }
        String why = "it takes " + millis(mean) + " ms where its peers take " + millis(median) + " ms";
        return new Outlier(one.state(), mean / most, why);
    }

    private static long millis(double nanos) {
        return Duration.ofNanos((long) nanos).toMillis();
    }

    private void eject(Outlier outlier) {
        if (policy.observeOnly()) {
            EndpointState state = outlier.state();
            LOG.warn("{}: {} stands out: {} (observe-only)", state.upstream(), state.endpoint(), outlier.why());
        } else if (pool.maySpare(outlier.state())) {
            outlier.state().eject(outlier.why());
        }
    }
}
