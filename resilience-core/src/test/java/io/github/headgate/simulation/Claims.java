package io.github.headgate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

/** What is claimed of more than one scenario. */
final class Claims {
    private static final double FEW_PERCENT = 1;

    private Claims() {}

    static void noCallFails(Figures figures) {
        assertThat(figures.sinceFault().failures())
                .as(figures.scenario().name())
                .isZero();
    }

    /** From one second after the fault on. */
    static void p99Stays(Figures figures) {
        assertThat(figures.p99Ratio()).as(figures.scenario().name()).isLessThanOrEqualTo(Figures.TOLERATED);
    }

    static void faultyIsLeftAlone(Figures figures) {
        assertThat(figures.shareOfFaulty()).as(figures.scenario().name()).isLessThan(FEW_PERCENT);
    }

    static void recovers(Figures figures) {
        assertThat(figures.isRecovered()).as(figures.scenario().name()).isTrue();
    }
}
