package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.testing.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every fault through a real gateway to a caller on a socket, and the report of it that is checked in. */
class FailuresReportTest {
    private static final Path REPORT = Path.of("..", "docs", "failures-report.md");
    private static final String REGENERATE = "mvn -pl servlet-filter -am test -Dtest=FailuresReportTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dheadgate.report=write";
    /* As many as the container has threads. */
    private static final int PARALLEL = 8;

    /** Rows that do not yet end as they must, and why; they are not in the report. */
    private static final Map<Fault, String> NOT_YET = Map.of();

    @TempDir
    Path directory;

    @Test
    @Timeout(120)
    void everyFaultIsNamedAndAnsweredRight() throws Exception {
        List<FaultOutcome> outcomes = meetAll(FaultRow.all().stream()
                .filter(row -> !NOT_YET.containsKey(row.fault()))
                .toList());

        assertThat(outcomes).hasSizeGreaterThanOrEqualTo(60);
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.violations())
                .as("%s: %s", outcome.row(), outcome.line())
                .isEmpty());
        String report = report(outcomes);
        if ("write".equals(System.getProperty("headgate.report"))) {
            Files.createDirectories(REPORT.getParent());
            Files.writeString(REPORT, report);
        }
        assertThat(Files.exists(REPORT) ? Files.readString(REPORT) : "")
                .as(
                        "docs/failures-report.md is out of date; look at what changed and, if it is meant, run: %s",
                        REGENERATE)
                .isEqualTo(report);
    }

    private List<FaultOutcome> meetAll(List<FaultRow> rows) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(PARALLEL);
        try (FaultGateway gateway = new FaultGateway(rows, directory)) {
            List<Future<FaultOutcome>> calls = new ArrayList<>();
            for (FaultRow row : rows) {
                calls.add(callers.submit(() -> gateway.meet(row)));
            }
            List<FaultOutcome> outcomes = new ArrayList<>();
            for (Future<FaultOutcome> call : calls) {
                outcomes.add(call.get());
            }
            return outcomes;
        } finally {
            callers.shutdownNow();
        }
    }

    private static String report(List<FaultOutcome> outcomes) {
        return """
                # Every fault, as the caller sees it

                Made by a test: an upstream that fails in this way on a real socket, the proxy servlet and the failure filter in
                a real container, and a caller that reads every byte. One endpoint, `max-attempts` 3, `connect-timeout` %d ms,
                `read-timeout` %d ms, `attempt-timeout` %d ms, `deadline` %d ms. "broken" means that the caller's connection is
                broken off in the body, so that it does not take the part for the whole. The time of a response whose head was
                handed on includes its body. To bring this file up to date:

                    %s

                | method | fault | failure type | status | attempts | time |
                |---|---|---|---|---|---|
                """.formatted(
                                Pace.CONNECT_TIMEOUT.toMillis(),
                                Pace.READ_TIMEOUT.toMillis(),
                                Pace.ATTEMPT_TIMEOUT.toMillis(),
                                Pace.DEADLINE.toMillis(),
                                REGENERATE)
                + outcomes.stream().map(outcome -> outcome.line() + "\n").collect(Collectors.joining());
    }
}
