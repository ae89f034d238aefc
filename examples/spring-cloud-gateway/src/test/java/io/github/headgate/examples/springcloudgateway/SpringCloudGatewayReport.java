package io.github.headgate.examples.springcloudgateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.SpringBootVersion;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;

/** {@code docs/spring-cloud-gateway-report.md}. */
final class SpringCloudGatewayReport {
    static final String REGENERATE =
            "mvn -pl examples/spring-cloud-gateway -am test -Dtest=SpringCloudGatewayReportTest"
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dreport=write";
    private static final Path FILE = Path.of("..", "..", "docs", "spring-cloud-gateway-report.md");

    private SpringCloudGatewayReport() {}

    /** The lines of the table as they are kept; none if there is no file. */
    static List<String> kept() throws IOException {
        return Files.exists(FILE)
                ? Files.readAllLines(FILE).stream()
                        .filter(line -> line.startsWith("| ") && !line.startsWith("| fault |"))
                        .toList()
                : List.of();
    }

    /** The first columns of a line: they are the same in each run. */
    static String line(FaultCase fault, String expected, String ours) {
        return "| " + fault + " | " + expected + " | " + ours + " | ";
    }

    /**
     * Writes the file.
     *
     * @param lines the first columns
     * @param alone what follows them, without timeouts and with
     */
    static void write(Map<FaultCase, String> lines, Map<FaultCase, String> alone, Map<FaultCase, String> timed)
            throws IOException {
        StringBuilder table = new StringBuilder();
        lines.forEach((fault, line) -> table.append(line)
                .append(Objects.requireNonNull(alone.get(fault)))
                .append(" | ")
                .append(Objects.requireNonNull(timed.get(fault)))
                .append(" |\n"));
        Files.writeString(FILE, head(lines.size()) + table);
    }

    private static String head(int faults) {
        return """
                # Every fault through Spring Cloud Gateway

                Spring Cloud Gateway Server WebMVC %s on Spring Boot %s, with a route to an upstream for each of the %d faults of
                [failures-report.md](failures-report.md), which fails in that way on a real socket, and a caller that reads every
                byte. Each fault is met once, by GET where it is one that GET can meet.

                - **expected**: what the caller of Headgate's own proxy gets, by that report.
                - **with Headgate**: the starter on the class path, and as `uri` of each route the name of an upstream;
                  `connect-timeout` %d ms, `read-timeout` %d ms, `attempt-timeout` %d ms, `deadline` %d ms, `max-response-size` 2 MB;
                  `max-concurrent` 1 where that is the fault. A test holds this column in every build.
                - **alone**: without Headgate, each route straight to its upstream, with the client that Spring Cloud Gateway brings
                  with it, the JDK's (here of Java %d), which knows no timeout until it is told one. Measured when this file was
                  written, right after the column before; no build checks it.
                - **alone, timeouts**: the same with `spring.http.clients.connect-timeout` %d ms and `read-timeout` %d ms.

                "broken": the caller's connection is broken off in the body, so that it does not take the part for the whole; "taken for
                whole": a body that was cut or malformed is the caller's as if nothing were wrong. "hangs": the caller waited as long as
                that. To bring this file up to date:

                    %s

                | fault | expected | with Headgate | alone | alone, timeouts |
                |---|---|---|---|---|
                """.formatted(
                Objects.requireNonNullElse(ProxyExchange.class.getPackage().getImplementationVersion(), ""),
                SpringBootVersion.getVersion(),
                faults,
                FaultGateway.CONNECT_TIMEOUT.toMillis(),
                FaultGateway.READ_TIMEOUT.toMillis(),
                FaultGateway.ATTEMPT_TIMEOUT.toMillis(),
                FaultGateway.DEADLINE.toMillis(),
                Runtime.version().feature(),
                FaultGateway.CONNECT_TIMEOUT.toMillis(),
                FaultGateway.READ_TIMEOUT.toMillis(),
                REGENERATE);
    }
}
