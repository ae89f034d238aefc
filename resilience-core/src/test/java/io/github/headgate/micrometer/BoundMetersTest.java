package io.github.headgate.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.headgate.Headgate;
import io.github.headgate.failure.AttemptReport;
import io.github.headgate.upstream.Collapse;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundMetersTest {
    private static final int TIMES = 10_000;
    private static final Duration ELAPSED = Duration.ofMillis(5);

    @Test
    void aCallIsCountedWithoutMakingAnything() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<AttemptReport> attempts =
                List.of(new AttemptReport(1, "tcp://127.0.0.1:1", Duration.ZERO, ELAPSED, null, 200));
        try (Headgate headgate = Headgate.builder()
                .upstream("db", db -> db.endpoints("tcp://127.0.0.1:1"))
                .build()) {
            BoundMeters meters = new BoundMeters(headgate, registry);
            count(meters, attempts, 1);
            long before = thread.getCurrentThreadAllocatedBytes();
            count(meters, attempts, TIMES);
            assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(TIMES);
        }
        assertThat(registry.get("headgate.calls")
                        .tags("outcome", "answered")
                        .timer()
                        .count())
                .isEqualTo(TIMES + 1);
    }

    @Test
    void aCallThatIsNotMadeIsCountedByWhatItGot() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (Headgate headgate = Headgate.builder()
                .upstream("orders", orders -> orders.endpoints("http://127.0.0.1:1"))
                .build()) {
            BoundMeters meters = new BoundMeters(headgate, registry);
            meters.callCollapsed("orders", Collapse.STALE, ELAPSED);
            meters.staleServed("orders", ELAPSED);
            meters.hedgeStarted("orders", "http://127.0.0.1:1");
        }
        assertThat(registry.get("headgate.calls.collapsed")
                        .tags("how", "stale")
                        .counter()
                        .count())
                .isOne();
        assertThat(registry.get("headgate.calls.collapsed")
                        .tags("how", "wait")
                        .counter()
                        .count())
                .isZero();
        assertThat(registry.get("headgate.stale.served").counter().count()).isOne();
        assertThat(registry.get("headgate.hedges").counter().count()).isOne();
    }

    private static void count(BoundMeters meters, List<AttemptReport> attempts, int times) {
        for (int i = 0; i < times; i++) {
            meters.attemptEnded("db", attempts.get(0));
            meters.callAnswered("db", attempts, ELAPSED);
        }
    }
}
