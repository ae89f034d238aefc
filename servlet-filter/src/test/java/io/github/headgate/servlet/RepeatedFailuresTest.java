package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.failure.FailureType;
import io.github.headgate.servlet.RepeatedFailures.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RepeatedFailuresTest {
    private static final Line FIRST = new Line(0, Duration.ZERO);

    /* Near the end of the range: System.nanoTime() may overflow. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    private final RepeatedFailures failures = new RepeatedFailures(now::get, Duration.ofSeconds(10));

    @Test
    void theFirstIsLoggedAndTheRestOfTheIntervalIsNot() {
        assertThat(refused("orders")).isEqualTo(FIRST);
        assertThat(refused("orders")).isNull();
        pass(Duration.ofSeconds(10).minusNanos(1));
        assertThat(refused("orders")).isNull();
    }

    @Test
    void theNextAfterTheIntervalTellsWhatWasLeftOutAndBeginsAnInterval() {
        refused("orders");
        refused("orders");
        refused("orders");
        pass(Duration.ofSeconds(10));

        assertThat(refused("orders")).isEqualTo(new Line(2, Duration.ofSeconds(10)));
        assertThat(refused("orders")).isNull();
        pass(Duration.ofHours(1));
        assertThat(refused("orders")).isEqualTo(new Line(1, Duration.ofHours(1)));
        pass(Duration.ofSeconds(11));
        assertThat(refused("orders")).isEqualTo(new Line(0, Duration.ofSeconds(11)));
    }

    @Test
    void anotherUpstreamOrAnotherTypeIsNotIdentical() {
        refused("orders");

        assertThat(refused("stock")).isEqualTo(FIRST);
        assertThat(refused(null)).isEqualTo(FIRST);
        assertThat(failures.add("orders", FailureType.DNS_ERROR)).isEqualTo(FIRST);
        assertThat(refused(null)).isNull();
    }

    @Test
    void namesWithoutEndAreCountedTogether() {
        int lines = 0;
        for (int i = 0; i < 10_000; i++) {
            lines += refused("upstream-" + i) == null ? 0 : 1;
        }
        pass(Duration.ofSeconds(10));

        assertThat(lines).isEqualTo(1001);
        assertThat(refused("one more")).isEqualTo(new Line(8999, Duration.ofSeconds(10)));
        assertThat(refused("upstream-0")).isEqualTo(new Line(0, Duration.ofSeconds(10)));
    }

    /* Each failure is a line or is told by one; in each interval there is one line, whoever comes at the same time. */
    @Test
    void nothingIsLostOrToldTwiceWhenManyFailAtOnce() throws Exception {
        int threads = 2;
        int perRound = 3;
        int rounds = 5_000;
        long begin = now.get();
        long interval = Duration.ofSeconds(10).toNanos();
        AtomicInteger arrived = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<List<Line>>> results = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            results.add(pool.submit(() -> {
                List<Line> lines = new ArrayList<>();
                for (int round = 1; round <= rounds; round++) {
                    if (arrived.incrementAndGet() == threads * round) {
                        now.addAndGet(interval);
                    }
                    // not a barrier that parks: they must go on at the same instant
                    while (now.get() != begin + round * interval) {
                        Thread.onSpinWait();
                    }
                    for (int i = 0; i < perRound; i++) {
                        Line line = refused("orders");
                        if (line != null) {
                            lines.add(line);
                        }
                    }
                }
                return lines;
            }));
        }
        List<Line> lines = new ArrayList<>();
        for (Future<List<Line>> result : results) {
            lines.addAll(result.get());
        }
        pool.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();

        assertThat(lines).hasSize(rounds);
        pass(Duration.ofSeconds(10));
        Line last = refused("orders");
        assertThat(last).isNotNull();
        lines.add(last);
        long leftOut = lines.stream().mapToLong(Line::leftOut).sum();
        assertThat(lines.size() + leftOut).isEqualTo((long) threads * rounds * perRound + 1);
    }

    private @Nullable Line refused(@Nullable String upstream) {
        return failures.add(upstream, FailureType.CONNECTION_REFUSED);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
