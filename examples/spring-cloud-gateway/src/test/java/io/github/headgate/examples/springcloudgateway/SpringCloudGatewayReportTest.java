package io.github.headgate.examples.springcloudgateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.testing.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every fault through Spring Cloud Gateway to a caller on a socket, and the report of it that is checked in. */
class SpringCloudGatewayReportTest {
    @TempDir
    Path directory;

    @Test
    @Timeout(300)
    void everyFaultIsAnsweredAsByTheProxy() throws Exception {
        List<FaultCase> faults = FaultCase.all();
        Map<String, Expectation> expected = Expectation.all();
        Map<FaultCase, String> lines = new LinkedHashMap<>();
        List<String> wrong = new ArrayList<>();
        withHeadgate(faults, expected).forEach((fault, seen) -> {
            String right = expected(expected, fault);
            lines.put(fault, SpringCloudGatewayReport.line(fault, right, seen));
            if (!seen.equals(right)) {
                wrong.add(fault + ": " + seen + " in place of " + right);
            }
        });
        assertThat(wrong).isEmpty();

        if ("write".equals(System.getProperty("report"))) {
            SpringCloudGatewayReport.write(
                    lines,
                    alone(faults),
                    alone(
                            faults,
                            "--spring.http.clients.connect-timeout=" + FaultGateway.CONNECT_TIMEOUT.toMillis() + "ms",
                            "--spring.http.clients.read-timeout=" + FaultGateway.READ_TIMEOUT.toMillis() + "ms"));
        }
        assertThat(SpringCloudGatewayReport.kept())
                .as(
                        "docs/spring-cloud-gateway-report.md is out of date; if that is meant, run: %s",
                        SpringCloudGatewayReport.REGENERATE)
                .zipSatisfy(lines.values(), (kept, line) -> assertThat(kept).startsWith(line));
    }

    private Map<FaultCase, String> withHeadgate(List<FaultCase> faults, Map<String, Expectation> expected)
            throws Exception {
        try (FaultGateway gateway = FaultGateway.withHeadgate(faults, directory)) {
            Map<FaultCase, String> seen = new LinkedHashMap<>();
            FaultRun.of(gateway, faults, (fault, answer) -> Seen.throughHeadgate(fault, answer)
                            .equals(expected(expected, fault)))
                    .forEach((fault, answer) -> seen.put(fault, Seen.throughHeadgate(fault, answer)));
            return seen;
        }
    }

    private Map<FaultCase, String> alone(List<FaultCase> faults, String... further) throws Exception {
        try (FaultGateway gateway = FaultGateway.alone(faults, directory, further)) {
            Map<FaultCase, String> seen = new LinkedHashMap<>();
            FaultRun.of(gateway, faults).forEach((fault, answer) -> seen.put(fault, Seen.alone(fault, answer)));
            // its name only does not resolve where Headgate's resolver is not asked
            seen.put(new FaultCase(Fault.DNS_SILENT), "not met");
            return seen;
        }
    }

    private static String expected(Map<String, Expectation> expected, FaultCase fault) {
        return String.valueOf(expected.get(fault.toString()));
    }
}
