package io.github.headgate.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SimulationTest {
    private static Scenario oneDead() {
        return Scenario.named("test", "Test")
                .world(2, 3, 300)
                .timeline(time -> time.fault(4).end(8).at(4, 0, Condition.DEAD));
    }

    @Test
    void theSameScenarioGivesTheSameFigures() {
        Figures one = Simulation.run(oneDead());
        Figures other = Simulation.run(oneDead());

        assertThat(new Series(one).csv()).isEqualTo(new Series(other).csv());
        assertThat(one.attemptsPerCall()).isGreaterThan(1);
    }

    @Test
    void figuresAreThoseOfWhatHappened() {
        Figures figures = Simulation.run(oneDead());

        assertThat(figures.after().calls()).isCloseTo(3 * 300, within(100));
        assertThat(figures.healthy().millis(50)).isCloseTo(10.5, within(0.5));
        assertThat(figures.healthy().millis(99)).isCloseTo(25.5, within(2.5));
        assertThat(figures.after().success()).isEqualTo(100);
        assertThat(figures.shareOfFaulty()).isBetween(0.1, 5.0);
    }

    @Test
    void whatIsLeftOutIsMissed() {
        Figures figures = Simulation.run(oneDead().settings(upstream -> upstream.breaker(Settings.NO_BREAKER)));

        assertThat(figures.shareOfFaulty()).isGreaterThan(10);
    }

    @Test
    void diceAreFair() {
        Dice dice = new Dice(1, 1);
        Latencies latencies = new Latencies();
        ServiceTime serviceTime = ServiceTime.logNormal(10, 25);
        double sum = 0;
        for (int i = 0; i < 100_000; i++) {
            latencies.succeeded((long) serviceTime.nanos(dice));
            sum += dice.exponential();
        }

        assertThat(sum / 100_000).isCloseTo(1, within(0.01));
        assertThat(latencies.millis(50)).isCloseTo(10, within(0.1));
        assertThat(latencies.millis(99)).isCloseTo(25, within(0.5));
    }

    @Test
    void settingsAreNamedByWhatDiffers() {
        Scenario scenario =
                oneDead().settings(upstream -> upstream.maxConcurrent(7).retry(Settings.NO_BUDGET));

        assertThat(SettingsDifference.of(Simulation.upstream(scenario, 0).policy()))
                .containsExactly(
                        "`max-concurrent` 7 (default 256)",
                        "`retry.budget-percent` 1000 (default 20)",
                        "`retry.budget-min-per-second` 1000000 (default 10)");
    }
}
