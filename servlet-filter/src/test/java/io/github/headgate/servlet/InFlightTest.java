package io.github.headgate.servlet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who enters, and who waits until the last has left. */
@Timeout(30)
class InFlightTest {
    private static final Duration FOR_EVER = Duration.ofDays(1);
    private static final int THREADS = 4;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final InFlight inFlight = new InFlight(() -> 2, now::get);
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    void nobodyEntersWhileItIsClosed() throws InterruptedException {
        InFlight.Place place = requireNonNull(inFlight.enter());
        inFlight.close();
        inFlight.close();
        assertThat(inFlight.enter()).isNull();
        assertThat(inFlight.count()).isEqualTo(1);
        place.returned();
        assertThat(inFlight.awaitEmpty(Duration.ZERO)).isTrue();
        assertThat(inFlight.enter()).isNull();
        inFlight.open();
        assertThat(inFlight.enter()).isNotNull();
        assertThat(inFlight.count()).isEqualTo(1);
    }

    @Test
    void theWaitEndsWithTheTime() throws InterruptedException {
        InFlight passing =
                new InFlight(() -> 2, () -> now.getAndAdd(Duration.ofHours(8).toNanos()));
        assertThat(passing.enter()).isNotNull();
        passing.close();
        assertThat(passing.awaitEmpty(Duration.ofHours(8))).isFalse();
        assertThat(passing.isClosed()).isTrue();
    }

    @Test
    void whoWaitsIsToldThatTheLastHasLeft() throws Exception {
        InFlight.Place place = requireNonNull(inFlight.enter());
        inFlight.close();
        Future<Boolean> first = threads.submit(() -> inFlight.awaitEmpty(FOR_EVER));
        Future<Boolean> second = threads.submit(() -> inFlight.awaitEmpty(FOR_EVER));
        place.returned();
        assertThat(first.get()).isTrue();
        assertThat(second.get()).isTrue();
    }

    @Test
    void whoWaitsIsToldThatItOpensAgain() throws Exception {
        assertThat(inFlight.enter()).isNotNull();
        inFlight.close();
        Future<Boolean> waiting = threads.submit(() -> inFlight.awaitEmpty(FOR_EVER));
        inFlight.open();
        assertThat(waiting.get()).isFalse();
    }

    @Test
    void nobodySlipsInWhileItCloses() throws Exception {
        for (int round = 0; round < 200; round++) {
            InFlight busy = new InFlight(() -> THREADS, now::get);
            AtomicInteger inside = new AtomicInteger();
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < THREADS - 1; i++) {
                callers.add(threads.submit(() -> comeAndGo(busy, inside)));
            }
            busy.close();
            assertThat(busy.awaitEmpty(FOR_EVER)).isTrue();
            assertThat(inside).hasValue(0);
            for (Future<?> caller : callers) {
                caller.get();
            }
            assertThat(busy.count()).isZero();
        }
    }

    private static void comeAndGo(InFlight busy, AtomicInteger inside) {
        for (InFlight.Place place = busy.enter();
                place != null && !Thread.currentThread().isInterrupted();
                place = busy.enter()) {
            inside.incrementAndGet();
            inside.decrementAndGet();
            place.returned();
        }
    }
}
