package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.failure.FailureType;
import io.github.headgate.testing.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every fault in every way through a real gateway to a caller on a socket, and the report of it that is checked in. */
class FailuresReportTest {
    private static final Path REPORT = Path.of("..", "docs", "failures-report.md");
    private static final String REGENERATE = "mvn -pl servlet-filter -am test -Dtest=FailuresReportTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dheadgate.report=write";

    @TempDir
    Path directory;

    @Test
    @Timeout(900)
    void everyFaultIsNamedAndAnsweredRight() throws Exception {
        List<FaultOutcome> outcomes = FaultRun.of(Arrays.stream(Fault.values()), directory);

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.violations())
                .as("%s: %s, %s", outcome.row(), outcome.result(), outcome.said())
                .isEmpty());
        assertEveryTypeIsAccountedFor(outcomes);
        assertReport(report(outcomes));
    }

    private static void assertEveryTypeIsAccountedFor(List<FaultOutcome> outcomes) {
        Set<FailureType> met = outcomes.stream()
                .flatMap(outcome -> outcome.type().stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(FailureType.class)));
        assertThat(met).as("a fault brings it").doesNotContainAnyElementsOf(WithoutFault.REASONS.keySet());
        met.addAll(WithoutFault.REASONS.keySet());
        assertThat(met).as("brought by a fault, or a reason why not").containsExactly(FailureType.values());
    }

    private static void assertReport(String report) throws Exception {
        if ("write".equals(System.getProperty("headgate.report"))) {
            Files.createDirectories(REPORT.getParent());
            Files.writeString(REPORT, report);
        }
        String kept = Files.exists(REPORT) ? Files.readString(REPORT) : "";
        assertThat(report)
                .as(
                        "docs/failures-report.md is out of date; look at what changed and, if it is meant, run: %s%n%s",
                        REGENERATE, difference(kept, report))
                .isEqualTo(kept);
    }

    /* First of all, so that it is not lost in a log that is cut. */
    private static String difference(String kept, String report) {
        List<String> before = kept.lines().toList();
        List<String> now = report.lines().toList();
        return Stream.concat(
                        before.stream().filter(line -> !now.contains(line)).map(line -> "- " + line),
                        now.stream().filter(line -> !before.contains(line)).map(line -> "+ " + line))
                .collect(Collectors.joining("\n"));
    }

    private static String report(List<FaultOutcome> outcomes) {
        long faults = outcomes.stream()
                .map(outcome -> outcome.row().fault())
                .distinct()
                .count();
        return """
                # Every fault, as the caller sees it

                Made by a test: %d faults, each an upstream that fails in this way on a real socket, in %d combinations with
                method, connection, version and kind of request; the proxy servlet and the failure filter in a real container;
                and a caller that reads every byte. One endpoint, `max-attempts` 3, `connect-timeout` %d ms, `read-timeout`
                %d ms, `attempt-timeout` %d ms, `deadline` %d ms. To bring this file up to date:

                    %s

                - **met with**: each of GET, HEAD, POST and PUT for which the fault makes a difference, in each way that does: *plain*
                  (TCP, a fresh connection, HTTP/1.1, a request without a body or with a small one), *TLS*, *kept* (the connection
                  was good for one exchange before), *kept TLS*, *HTTP/1.0*, *chunked request*, *large request* (its body is
                  streamed). "Repeatable" are those that may and can be sent again: no POST, no large request; "once" the others.
                - **status**: "broken" means that the caller's connection is broken off in the body, so that it does not take the
                  part for the whole.
                - **counted**: how many of the attempts the endpoint's breaker counts as failures.
                - **time**: to the last byte, or of an upload, for which it did not move before it was answered; "at once" is well
                  before any timeout, and both limits hold to 100 ms.

                """.formatted(
                                faults,
                                outcomes.size(),
                                Pace.CONNECT_TIMEOUT.toMillis(),
                                Pace.READ_TIMEOUT.toMillis(),
                                Pace.ATTEMPT_TIMEOUT.toMillis(),
                                Pace.DEADLINE.toMillis(),
                                REGENERATE)
                + FaultTable.of(outcomes)
                + """

                ## Failure types that no fault brings about

                """
                + WithoutFault.list();
    }
}
