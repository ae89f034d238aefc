package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.failure.ExchangePhase;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.BreakerPolicy;
import io.github.headgate.upstream.HostResolver;
import io.github.headgate.upstream.LoadBalancing;
import io.github.headgate.upstream.Upstream;
import io.github.headgate.upstream.UpstreamBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten million mixed operations on pool, leases, gate and budget, from several threads: nothing is counted that is not under way. */
@Timeout(120)
class StressTest {
    private static final int THREADS = 4;
    private static final int OPERATIONS = 10_000_000;
    private static final int HELD = 16;
    private static final Failure REFUSED = Failure.of(FailureType.CONNECTION_REFUSED);
    private static final Failure STALE = Failure.of(FailureType.CONNECTION_TERMINATED, ExchangePhase.EXCHANGING, null)
            .withoutBlame();

    private final TimeSource time = TimeSource.system();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Names names = new Names(HostResolver.system(), Duration.ofSeconds(30), Runnable::run, timer, time);
    private final UpstreamState upstream = new UpstreamState(upstream(5), names, new NoTransport(), null, time);

    private static Upstream upstream(int endpoints) {
        String[] urls = new String[endpoints];
        for (int i = 0; i < endpoints; i++) {
            urls[i] = "http://10.0.0." + (i + 1) + " weight=" + (i + 1);
        }
        return new UpstreamBuilder("orders", "orders")
                .endpoints(urls)
                .maxConcurrent(20)
                .loadBalancing(endpoints % 2 == 0 ? LoadBalancing.ROUND_ROBIN : LoadBalancing.LEAST_LOADED)
                .breaker(BreakerPolicy.DEFAULT.withOpenFor(Duration.ofMillis(1), Duration.ofMillis(5)))
                .slowStart(Duration.ofMillis(2))
                .build(new ArrayList<>());
    }

    @Test
    void tenMillionMixedOperationsLeaveAllCountersAtZero() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                SplittableRandom random = new SplittableRandom(i);
                done.add(threads.submit(() -> operate(random)));
            }
            for (Future<?> thread : done) {
                thread.get();
            }
        } finally {
            threads.shutdownNow();
            timer.shutdownNow();
        }
        assertThat(upstream.gate().inFlight()).isZero();
        upstream.pool().admit(Admission.AUTOMATIC);
        long muchLater = time.nanoTime() + TimeUnit.HOURS.toNanos(1);
        assertThat(upstream.pool().states()).isNotEmpty().allSatisfy(state -> {
            assertThat(state.inFlight()).isZero();
            assertThat(state.latencyNanos(muchLater)).as("nobody waits").isLessThan(1e9);
        });
    }

    private void operate(SplittableRandom random) {
        @Nullable Lease[] leases = new Lease[HELD];
        @Nullable Permit[] permits = new Permit[HELD];
        for (int i = 0; i < OPERATIONS / THREADS; i++) {
            int place = random.nextInt(HELD);
            int chance = random.nextInt(1000);
            if (chance < 500) {
                leases[place] = exchange(leases[place], random);
            } else if (chance < 900) {
                permits[place] = exchange(permits[place], random.nextBoolean());
            } else if (chance < 995) {
                upstream.budget().deposit(time.nanoTime());
                upstream.budget().withdraw(time.nanoTime());
            } else if (random.nextInt(100) == 0) {
                change(random);
            }
        }
        for (int i = 0; i < HELD; i++) {
            end(leases[i], random);
            exchange(permits[i], false, true);
        }
    }

    private @Nullable Lease exchange(@Nullable Lease before, SplittableRandom random) {
        end(before, random);
        return upstream.pool().lease(List.of(), random.nextBoolean());
    }

    /* In every way, and in some twice. */
    private static void end(@Nullable Lease lease, SplittableRandom random) {
        if (lease == null) {
            return;
        }
        if (random.nextBoolean()) {
            lease.heard(200, 1000);
        }
        switch (random.nextInt(6)) {
            case 0 -> lease.answered(500, 1000);
            case 1 -> lease.failed(REFUSED, 1000);
            case 2 -> lease.failed(STALE, 1000);
            case 3 -> lease.left(200, 1000);
            case 4 -> lease.released();
            default -> lease.answered(200, 1000);
        }
        if (random.nextBoolean()) {
            lease.failed(REFUSED, 1000);
            lease.released();
        }
    }

    private @Nullable Permit exchange(@Nullable Permit before, boolean isSheddable) {
        return exchange(before, isSheddable, false);
    }

    private @Nullable Permit exchange(@Nullable Permit before, boolean isSheddable, boolean isLast) {
        if (before != null) {
            before.giveBack();
            before.giveBack();
        }
        return !isLast && upstream.gate().enter(isSheddable) == null ? new Permit(upstream.gate()) : null;
    }

    private void change(SplittableRandom random) {
        List<Admission> admissions = List.of(Admission.values());
        List<Health> healths = List.of(Health.values());
        EndpointState any = upstream.pool().states().iterator().next();
        switch (random.nextInt(4)) {
            case 0 -> upstream.pool().admit(List.of(any), admissions.get(random.nextInt(admissions.size())));
            case 1 -> upstream.pool().replace(upstream(5), names);
            case 2 -> upstream.pool().replace(upstream(6), names);
            default -> any.health(healths.get(random.nextInt(healths.size())));
        }
    }
}
