package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.HostResolver;
import io.github.headgate.upstream.LoadBalancing;
import io.github.headgate.upstream.UpstreamBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to choose an endpoint, ask its breaker, and tell both how it went. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PickBenchmark {
    private static final long LATENCY_NANOS = 5_000_000;

    /** How many endpoints there are. */
    @Param({"3", "100", "10000"})
    public int endpoints;

    /** In which order they are asked. */
    @Param({"LEAST_LOADED", "ROUND_ROBIN"})
    public LoadBalancing order = LoadBalancing.LEAST_LOADED;

    /** Whether they have different weights. */
    @Param({"false", "true"})
    public boolean weighted;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private EndpointPool pool = pool();
    private EndpointSelector selector = new EndpointSelector(order, TimeSource.system());
    private Tier tier = tier();

    /** Makes the endpoints, with a latency each. */
    @Setup
    public void setUp() {
        pool = pool();
        for (EndpointState state : pool.states()) {
            Objects.requireNonNull(state.lease()).answered(200, LATENCY_NANOS);
        }
        selector = new EndpointSelector(order, TimeSource.system());
        tier = tier();
    }

    private EndpointPool pool() {
        String[] urls = new String[Math.max(1, endpoints)];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = "http://10." + i / 65536 + "." + i / 256 % 256 + "." + i % 256
                    + (weighted ? " weight=" + (1 + i % 5) : "");
        }
        Names names =
                new Names(HostResolver.system(), Duration.ofSeconds(30), Runnable::run, timer, TimeSource.system());
        return new EndpointPool(
                new UpstreamBuilder("orders", "orders")
                        .endpoints(urls)
                        .loadBalancing(order)
                        .build(new ArrayList<>()),
                names,
                TimeSource.system());
    }

    private Tier tier() {
        return new Tier(List.copyOf(pool.states()), false);
    }

    /** Stops the timer. */
    @TearDown
    public void tearDown() {
        timer.shutdownNow();
    }

    /** The choice alone. */
    @Benchmark
    public int pick() {
        return selector.pick(tier, true, System.nanoTime());
    }

    /** A whole lease: choice, permit, and how it went. */
    @Benchmark
    public void lease() {
        Lease lease = Objects.requireNonNull(pool.lease(List.of(), true));
        lease.answered(200, LATENCY_NANOS);
    }
}
