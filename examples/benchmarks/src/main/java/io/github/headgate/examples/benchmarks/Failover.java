package io.github.headgate.examples.benchmarks;

import io.github.headgate.Headgate;
import io.github.headgate.examples.benchmarks.Load.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Three servers on real sockets, calls at a fixed rate, and one server after the other in trouble: what callers see, next to a run
 * without any trouble. Arguments: calls per second and seconds of each run, {@code 100 20} if there are none.
 */
public final class Failover {
    private static final int SERVICE_MILLIS = 5;
    private static final int SERVERS = 3;
    private static final int FAULT_AT = 4;
    private static final int SLOW = 20;

    private final int perSecond;
    private final int seconds;

    private Failover(int perSecond, int seconds) {
        this.perSecond = perSecond;
        this.seconds = seconds;
    }

    /** Something that is done to the servers. */
    @FunctionalInterface
    private interface Trouble {
        void run(List<LoadServer> servers, long startNanos) throws IOException;
    }

    /** Runs all of it and prints a table. */
    public static void main(String[] args) throws Exception {
        int perSecond = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        new Failover(perSecond, seconds).run();
    }

    private void run() throws Exception {
        System.out.printf(
                "%d calls/s for %d s, fault at %d s, %d servers of %d ms%n",
                perSecond, seconds, FAULT_AT, SERVERS, SERVICE_MILLIS);
        calls((servers, start) -> {}); // warms up
        double healthy = print("healthy", calls((servers, start) -> {}), Double.NaN);
        print("one killed", calls((servers, start) -> servers.get(0).kill()), healthy);
        print("one blackholed", calls((servers, start) -> servers.get(0).blackhole()), healthy);
        print("one stalled", calls((servers, start) -> servers.get(0).stall()), healthy);
        print("one 20 times slower", calls((servers, start) -> servers.get(0).slow(SLOW)), healthy);
        print("rolling restart", calls(this::rollingRestart), healthy);
        print("all down for 5 s", calls(this::allDown), healthy);
        print("healthy again", calls((servers, start) -> {}), healthy);
    }

    private void rollingRestart(List<LoadServer> servers, long start) throws IOException {
        for (int i = 0; i < SERVERS; i++) {
            Load.waitUntil(start + (FAULT_AT + 4L * i) * 1_000_000_000L);
            servers.get(i).kill();
            Load.waitUntil(start + (FAULT_AT + 4L * i + 2) * 1_000_000_000L);
            servers.get(i).start();
        }
    }

    private void allDown(List<LoadServer> servers, long start) throws IOException {
        for (LoadServer server : servers) {
            server.kill();
        }
        Load.waitUntil(start + (FAULT_AT + 5L) * 1_000_000_000L);
        for (LoadServer server : servers) {
            server.start();
        }
    }

    private List<Sample> calls(Trouble trouble) throws Exception {
        List<LoadServer> servers = new ArrayList<>();
        for (int i = 0; i < SERVERS; i++) {
            LoadServer server = new LoadServer(SERVICE_MILLIS, 1000);
            server.start();
            servers.add(server);
        }
        String[] urls = servers.stream().map(LoadServer::url).toArray(String[]::new);
        try (Headgate headgate = Headgate.builder()
                .upstream("orders", orders -> orders.endpoints(urls))
                .build()) {
            return new Load().run(headgate, perSecond, seconds, start -> {
                try {
                    Load.waitUntil(start + FAULT_AT * 1_000_000_000L);
                    trouble.run(servers, start);
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
        } finally {
            for (LoadServer server : servers) {
                server.close();
            }
        }
    }

    private double print(String name, List<Sample> samples, double healthyP99) {
        Map<String, Integer> outcomes = new TreeMap<>();
        samples.forEach(sample -> outcomes.merge(sample.outcome(), 1, Integer::sum));
        double p99 = Load.percentile(samples, 99, FAULT_AT + 1, seconds);
        double p50 = Load.percentile(samples, 50, FAULT_AT + 1, seconds);
        double worst = Load.percentile(samples, 100, FAULT_AT, seconds);
        double lastBad = samples.stream()
                .filter(sample -> !sample.isGood())
                .mapToDouble(sample -> sample.dueNanos() / 1e9)
                .max()
                .orElse(Double.NaN);
        System.out.printf(
                "%-20s p50 %6.1f ms, p99 %6.1f ms, x%.2f of healthy, slowest %7.1f ms, last failure due at %.2f s, %s%n",
                name, p50, p99, p99 / healthyP99, worst, lastBad, outcomes);
        return p99;
    }
}
