package io.github.headgate.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
    private final VirtualTime time = new VirtualTime();
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void close() {
        time.close();
    }

    private void note(String what) {
        seen.add(what + " at " + time.now());
    }

    private void sleeps(String name, long nanos) {
        note(name + " begins");
        time.sleepUntil(time.now() + nanos);
        note(name + " ends");
    }

    @Test
    void whoWaitsLetsOthersRunAndTimeJumps() {
        time.workAt(10, () -> sleeps("long", 100));
        time.workAt(20, () -> sleeps("short", 30));
        time.at(60, () -> note("action"));

        time.runUntil(1000);

        assertThat(seen)
                .containsExactly(
                        "long begins at 10",
                        "short begins at 20",
                        "short ends at 50",
                        "action at 60",
                        "long ends at 110");
    }

    @Test
    void whatHappensAtTheSameInstantHappensInTheOrderInWhichItWasAskedFor() {
        for (int i = 0; i < 3; i++) {
            String name = "work " + i;
            time.workAt(5, () -> sleeps(name, 0));
        }

        time.runUntil(5);

        assertThat(seen)
                .containsExactly(
                        "work 0 begins at 5",
                        "work 1 begins at 5",
                        "work 2 begins at 5",
                        "work 0 ends at 5",
                        "work 1 ends at 5",
                        "work 2 ends at 5");
    }

    @Test
    void whatIsLaterThanTheEndWaitsForTheNextRun() {
        time.workAt(0, () -> sleeps("work", 100));

        time.runUntil(99);
        assertThat(seen).containsExactly("work begins at 0");

        time.runUntil(100);
        assertThat(seen).containsExactly("work begins at 0", "work ends at 100");
    }

    @Test
    void whatIsTakenBackDoesNotHappen() {
        time.at(10, () -> note("never")).cancel();

        time.runUntil(1000);

        assertThat(seen).isEmpty();
        assertThat(time.now()).isZero();
    }

    @Test
    void whatWorkThrowsEndsTheRun() {
        IllegalStateException thrown = new IllegalStateException("on purpose");
        time.workAt(10, () -> {
            throw thrown;
        });
        time.at(20, () -> note("never"));

        assertThatThrownBy(() -> time.runUntil(1000))
                .hasMessageContaining("at 10 ns")
                .hasCause(thrown);
        assertThat(seen).isEmpty();
    }

    @Test
    void onlyWorkMayWait() {
        assertThatThrownBy(() -> time.sleepUntil(1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aTimerRunsOnceOrAgainAndAgainUntilItIsCancelled() {
        VirtualTimer timer = new VirtualTimer(time);
        ScheduledFuture<?> once = timer.schedule(() -> note("once"), 10, TimeUnit.NANOSECONDS);
        ScheduledFuture<?> cancelled = timer.schedule(() -> note("never"), 10, TimeUnit.NANOSECONDS);
        ScheduledFuture<?> periodic =
                timer.scheduleWithFixedDelay(() -> sleeps("often", 5), 0, 20, TimeUnit.NANOSECONDS);
        time.at(5, () -> cancelled.cancel(false));
        time.at(40, () -> periodic.cancel(false));

        time.runUntil(1000);

        assertThat(seen)
                .containsExactly(
                        "often begins at 0", "often ends at 5", "once at 10", "often begins at 25", "often ends at 30");
        assertThat(once.isDone()).isTrue();
    }
}
