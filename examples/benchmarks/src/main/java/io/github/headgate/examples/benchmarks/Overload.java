package io.github.headgate.examples.benchmarks;

import io.github.headgate.Headgate;
import io.github.headgate.examples.benchmarks.Load.Sample;
import io.github.headgate.upstream.AdaptiveLimit;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One server that can do 400 calls per second, and three times as many calls: with and without the adaptive limit. */
public final class Overload {
    private static final int SLOTS = 20;
    private static final int SERVICE_MILLIS = 50;
    private static final int CAPACITY = SLOTS * 1000 / SERVICE_MILLIS;
    private static final int TIMES = 3;
    private static final int SECONDS = 20;
    private static final int SETTLED_AT = 5;

    private Overload() {}

    /** Runs each algorithm and prints a table. */
    public static void main(String[] args) throws Exception {
        System.out.printf("capacity %d calls/s, offered %d, for %d s%n", CAPACITY, TIMES * CAPACITY, SECONDS);
        for (AdaptiveLimit limit : AdaptiveLimit.values()) {
            run(limit);
        }
    }

    private static void run(AdaptiveLimit limit) throws Exception {
        try (LoadServer server = new LoadServer(SERVICE_MILLIS, SLOTS);
                Headgate headgate = Headgate.builder()
                        .upstream("orders", orders -> orders.endpoints(server.url())
                                .adaptiveLimit(limit)
                                .maxConcurrent(512)
                                .maxConnectionsPerEndpoint(512)
                                .attemptTimeout(Duration.ofSeconds(1))
                                .deadline(Duration.ofSeconds(2)))
                        .build()) {
            server.start();
            List<Sample> samples = new Load().run(headgate, TIMES * CAPACITY, SECONDS, start -> {});
            print(limit, samples, headgate.status().get(0).limit());
        }
    }

    private static void print(AdaptiveLimit limit, List<Sample> samples, int inTheEnd) {
        List<Sample> settled = samples.stream()
                .filter(sample -> sample.dueNanos() >= SETTLED_AT * 1_000_000_000L)
                .toList();
        Map<String, Integer> outcomes = new TreeMap<>();
        settled.forEach(sample -> outcomes.merge(sample.outcome(), 1, Integer::sum));
        long good = settled.stream().filter(Sample::isGood).count();
        double goodput = 100.0 * good / (CAPACITY * (SECONDS - SETTLED_AT));
        long[] refused = settled.stream()
                .filter(sample -> sample.outcome().equals("connection_limit_reached"))
                .mapToLong(Sample::tookNanos)
                .sorted()
                .toArray();
        System.out.printf(
                "%-10s goodput %.1f %% of capacity, p99 of the good %.0f ms, limit in the end %d, refused: median %.2f ms,"
                        + " p99 %.2f ms, slowest %.2f ms, %s%n",
                limit,
                goodput,
                Load.percentile(samples, 99, SETTLED_AT, SECONDS),
                inTheEnd,
                at(refused, 50),
                at(refused, 99),
                at(refused, 100),
                outcomes);
    }

    private static double at(long[] sorted, int percent) {
        return sorted.length == 0
                ? Double.NaN
                : Arrays.stream(sorted)
                                .skip(Math.min(sorted.length - 1L, (long) sorted.length * percent / 100))
                                .findFirst()
                                .orElseThrow()
                        / 1e6;
    }
}
