package io.github.headgate.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryBudgetTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long START = 42 * SECOND + 123;

    private long now = START;

    @Test
    void givenNoCalls_thenTheFloorOfTenSecondsMayBeSpentAndNoMore() {
        RetryBudget budget = budget(20, 2);

        assertThat(withdrawn(budget, 100)).isEqualTo(20);
    }

    @Test
    void givenCallsAndNoFloor_thenThePercentageOfThemMayBeSpent() {
        RetryBudget budget = budget(20, 0);

        deposit(budget, 4);
        assertThat(withdrawn(budget, 100)).isZero();
        deposit(budget, 1);
        assertThat(withdrawn(budget, 100)).isEqualTo(1);
        deposit(budget, 95);
        assertThat(withdrawn(budget, 100)).isEqualTo(19);
    }

    @Test
    void givenCallsAndAFloor_thenBothAddUp() {
        RetryBudget budget = budget(10, 1);
        deposit(budget, 200);

        assertThat(withdrawn(budget, 100)).isEqualTo(10 + 20);
    }

    @Test
    void givenNothingIsAllowed_thenNothingIsSpent() {
        RetryBudget budget = budget(0, 0);
        deposit(budget, 1000);

        assertThat(withdrawn(budget, 100)).isZero();
    }

    @Test
    void givenCallsOfOneSecond_whenTenSecondsHavePassed_thenTheyCountNoMore() {
        RetryBudget budget = budget(100, 0);
        deposit(budget, 5);

        now = START + 9 * SECOND;
        assertThat(withdrawn(budget, 1)).isEqualTo(1);
        now = START + 10 * SECOND;
        assertThat(withdrawn(budget, 1)).isZero();
    }

    @Test
    void givenASpentFloor_whenTenSecondsHavePassed_thenItMayBeSpentAgain() {
        RetryBudget budget = budget(0, 1);
        assertThat(withdrawn(budget, 100)).isEqualTo(10);

        now = START + 9 * SECOND;
        assertThat(withdrawn(budget, 100)).isZero();
        now = START + 10 * SECOND;
        assertThat(withdrawn(budget, 100)).isEqualTo(10);
    }

    @Test
    void givenSteadyTraffic_thenTheWindowSlidesSecondBySecondAndKeepsThePercentage() {
        RetryBudget budget = budget(20, 0);
        int retries = 0;
        for (int second = 0; second < 60; second++) {
            now = START + second * SECOND;
            deposit(budget, 50);
            retries += withdrawn(budget, 50);
        }

        assertThat(retries).isEqualTo(60 * 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {(1L << 20) - 1, 1L << 20, (1L << 20) + 1, 3L << 20})
    void givenAServiceThatRunsForWeeks_whenItsSecondsBeginAnew_thenTheWindowStillHolds(long second) {
        RetryBudget budget = budget(100, 0);
        now = START + (second - 5) * SECOND;
        deposit(budget, 3);
        now = START + second * SECOND;
        deposit(budget, 4);

        now = START + (second + 4) * SECOND;
        assertThat(withdrawn(budget, 100)).isEqualTo(7);
        now = START + (second + 10) * SECOND;
        assertThat(withdrawn(budget, 100)).isZero();
    }

    @Test
    void givenAnOriginNearTheEndOfLongs_whenTimePassesIt_thenTheWindowStillHolds() {
        long origin = Long.MAX_VALUE - SECOND / 2;
        RetryBudget budget = new RetryBudget(RetryPolicy.DEFAULT.withBudget(100, 0), origin);
        now = origin;
        deposit(budget, 2);

        now = origin + 3 * SECOND;
        assertThat(withdrawn(budget, 5)).isEqualTo(2);
        now = origin + 10 * SECOND;
        deposit(budget, 1);
        assertThat(withdrawn(budget, 5)).isZero();
    }

    /* The seconds of a slot begin anew after twelve days: a whole minute late cannot be told from twelve days early. */
    @ParameterizedTest
    @CsvSource({"10, 3", "50, 3", "60, 0"})
    void givenAThreadThatWasPausedForLessThanAMinute_whenItCountsAtLast_thenNothingNewerIsForgotten(
            int seconds, int left) {
        RetryBudget budget = budget(100, 0);
        now = START + seconds * SECOND;
        deposit(budget, 3);

        now = START;
        deposit(budget, 1);

        now = START + seconds * SECOND;
        assertThat(withdrawn(budget, 100)).isEqualTo(left);
    }

    @ParameterizedTest
    @ValueSource(longs = {(1L << 20) - 66, (1L << 20) + 4})
    void givenAServiceThatWasIdleForTwelveDays_whenItIsCalledAgain_thenTheCallsCount(long idleSeconds) {
        RetryBudget budget = budget(100, 0);
        now = START + SECOND;
        deposit(budget, 3);

        now = START + SECOND + idleSeconds * SECOND;
        deposit(budget, 2);

        assertThat(withdrawn(budget, 100)).isEqualTo(2);
    }

    @Test
    void givenTheLastNanosecondOfTheWindow_thenItsCallsCountAndOneLaterTheyDoNot() {
        RetryBudget budget = budget(100, 0);
        deposit(budget, 2);

        now = START + 10 * SECOND - 1;
        assertThat(withdrawn(budget, 1)).isEqualTo(1);
        now++;
        assertThat(withdrawn(budget, 1)).isZero();
    }

    @Test
    void givenMoreCallsInASecondThanASlotCanCount_thenItStaysFullAndRetriesAreNotDisturbed() {
        RetryBudget budget = budget(100, 0);
        deposit(budget, (1 << 22) + 10);

        assertThat(withdrawn(budget, 1000)).isEqualTo(1000);

        now = START + 10 * SECOND;
        deposit(budget, 7);
        assertThat(withdrawn(budget, 1000)).isEqualTo(7);
    }

    @Test
    void givenMoreRetriesInASecondThanASlotCanCount_thenItStaysFullAndTheyAreNotTakenForCalls() {
        int most = (1 << 22) - 1;
        RetryBudget budget = budget(100, most / 10 + 1);
        int floor = (most / 10 + 1) * 10;
        assertThat(withdrawn(budget, most + 10)).isEqualTo(most + 10);

        now = START + 9 * SECOND;
        assertThat(withdrawn(budget, 1000)).isEqualTo(floor - most);
    }

    @Test
    @Timeout(60)
    void givenManyThreads_whenTheyDepositAtOnce_thenEveryCallIsCounted() throws Exception {
        RetryBudget budget = budget(100, 0);
        int threads = 8;
        int callsOfEach = 200_000;

        together(threads, () -> deposit(budget, callsOfEach));

        assertThat(withdrawn(budget, 2 * threads * callsOfEach)).isEqualTo(threads * callsOfEach);
    }

    @Test
    @Timeout(60)
    void givenManyThreads_whenTheyWithdrawAtOnce_thenAtMostOneEachTooManyIsSpent() throws Exception {
        RetryBudget budget = budget(0, 100);
        int threads = 8;

        List<Integer> spent = new ArrayList<>();
        together(threads, () -> {
            int mine = withdrawn(budget, 1000);
            synchronized (spent) {
                spent.add(mine);
            }
        });

        assertThat(spent.stream().mapToInt(Integer::intValue).sum()).isBetween(1000, 1000 + threads - 1);
        assertThat(withdrawn(budget, 1)).isZero();
    }

    private static void together(int threads, Runnable work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch ready = new CountDownLatch(threads);
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(executor.submit(() -> {
                    ready.countDown();
                    ready.await();
                    work.run();
                    return true;
                }));
            }
            for (Future<?> one : all) {
                one.get(30, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static RetryBudget budget(int percent, int minPerSecond) {
        return new RetryBudget(RetryPolicy.DEFAULT.withBudget(percent, minPerSecond), START);
    }

    private void deposit(RetryBudget budget, int calls) {
        for (int i = 0; i < calls; i++) {
            budget.deposit(now);
        }
    }

    private int withdrawn(RetryBudget budget, int wanted) {
        int withdrawn = 0;
        for (int i = 0; i < wanted; i++) {
            withdrawn += budget.withdraw(now) ? 1 : 0;
        }
        return withdrawn;
    }
}
