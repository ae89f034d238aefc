package io.github.headgate.examples.springcloudgateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the caller is to get, as {@code docs/failures-report.md} has it for the reverse proxy.
 *
 * @param token the failure type; empty for none
 * @param status with ", broken" if the connection breaks in the body
 */
record Expectation(String token, String status) {
    private static final Path REPORT = Path.of("..", "..", "docs", "failures-report.md");
    private static final List<String> MET = List.of("all", "repeatable", "repeatable, not kept");

    /** By the words of the fault, as it is met by GET, or by the first method that it knows. */
    static Map<String, Expectation> all() throws IOException {
        Map<String, Expectation> byFault = new HashMap<>();
        for (String line : Files.readAllLines(REPORT)) {
            String[] cells = line.split(" *\\| *", -1);
            if (cells.length > 4 && (MET.contains(cells[2]) || cells[2].startsWith("GET"))) {
                byFault.put(cells[1], new Expectation(cells[3].replaceAll("[`–]", ""), cells[4]));
            }
        }
        return byFault;
    }

    /** As the caller sees it. */
    @Override
    public String toString() {
        // who sees its connection break has read the head before
        return token.isEmpty() || status.endsWith("broken") ? status : status + " `" + token + "`";
    }
}
