package io.github.headgate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every scenario, what it is claimed to show, and the report of it that is checked in. */
class SimulationReportTest {
    private static final Path FOLDER = Path.of("..", "docs", "simulation");
    private static final String REGENERATE = "mvn -pl resilience-core test -Dtest=SimulationReportTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dheadgate.report=write";
    private static final boolean IS_WRITTEN = "write".equals(System.getProperty("headgate.report"));

    @Test
    @Timeout(300)
    void everyScenarioShowsWhatIsClaimed() throws IOException {
        List<Figures> all =
                Scenarios.all().parallelStream().map(Simulation::run).toList();

        if (IS_WRITTEN) {
            clear();
        }
        assertFile("report.md", Report.of(all, REGENERATE));
        for (Figures figures : all) {
            Series series = new Series(figures);
            assertFile(figures.scenario().name() + ".csv", series.csv());
            assertChart(figures, series);
        }
        for (Figures figures : all) {
            figures.scenario().claims().forEach(claim -> claim.check().accept(figures));
        }
    }

    private static void clear() throws IOException {
        Files.createDirectories(FOLDER);
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    private static void assertFile(String name, String content) throws IOException {
        Path file = FOLDER.resolve(name);
        if (IS_WRITTEN) {
            Files.writeString(file, content);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as(
                        "docs/simulation/%s is out of date; look at what changed and, if it is meant, run: %s",
                        name, REGENERATE)
                .isEqualTo(content);
    }

    private static void assertChart(Figures figures, Series series) throws IOException {
        Scenario scenario = figures.scenario();
        Path file = FOLDER.resolve(scenario.name() + ".png");
        if (IS_WRITTEN) {
            Picture.write(file, scenario.title(), series);
        }
        assertThat(Picture.shows(file, series))
                .as(
                        "docs/simulation/%s is there and shows the series of its scenario; if not: %s",
                        file.getFileName(), REGENERATE)
                .isTrue();
    }
}
