package io.github.headgate.servlet;

import io.github.headgate.servlet.FaultOutcome.Result;
import io.github.headgate.testing.Fault;
import io.github.headgate.testing.Way;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows of the report: what a fault comes to, and where it is met so. Pure. */
final class FaultTable {
    /** Rows that often come to the same, and have a name for it. */
    @SuppressWarnings("ImmutableEnumChecker") // the predicates hold nothing
    private enum Named {
        ALL("all", row -> true),
        REPEATABLE("repeatable", FaultRow::isReplayable),
        ONCE("once", row -> !row.isReplayable()),
        REPEATABLE_FRESH(
                "repeatable, not kept", row -> row.isReplayable() && !row.way().isKept()),
        REPEATABLE_KEPT(
                "repeatable, kept", row -> row.isReplayable() && row.way().isKept()),
        ONCE_FRESH("once, not kept", row -> !row.isReplayable() && !row.way().isKept()),
        ONCE_KEPT("once, kept", row -> !row.isReplayable() && row.way().isKept());

        private final String text;
        private final Predicate<FaultRow> isMeant;

        Named(String text, Predicate<FaultRow> isMeant) {
            this.text = text;
            this.isMeant = isMeant;
        }

        List<FaultRow> of(List<FaultRow> all) {
            return all.stream().filter(isMeant).toList();
        }
    }

    private FaultTable() {}

    /** A line for each result of each fault, in the order of the outcomes. */
    static String of(List<FaultOutcome> outcomes) {
        Map<Fault, Map<Result, List<FaultRow>>> faults = new LinkedHashMap<>();
        for (FaultOutcome outcome : outcomes) {
            faults.computeIfAbsent(outcome.row().fault(), fault -> new LinkedHashMap<>())
                    .computeIfAbsent(outcome.result(), result -> new ArrayList<>())
                    .add(outcome.row());
        }
        StringBuilder table = new StringBuilder("""
                | fault | met with | failure type | status | attempts | counted | time |
                |---|---|---|---|---|---|---|
                """);
        faults.forEach((fault, results) -> results.forEach(
                (result, rows) -> table.append(line(fault, rows, result)).append('\n')));
        return table.toString();
    }

    private static String line(Fault fault, List<FaultRow> rows, Result result) {
        return "| "
                + String.join(
                        " | ",
                        fault.toString(),
                        metWith(fault, rows),
                        result.token().isEmpty() ? "–" : "`" + result.token() + "`",
                        result.status(),
                        String.valueOf(result.attempts()),
                        String.valueOf(result.counted()),
                        result.pace().toString())
                + " |";
    }

    private static String metWith(Fault fault, List<FaultRow> rows) {
        return Stream.of(Named.values())
                .filter(named -> named.of(FaultRow.of(fault)).equals(rows))
                .map(named -> named.text)
                .findFirst()
                .orElseGet(() -> listed(fault, rows));
    }

    /* Methods that are met in the same ways stand together. */
    private static String listed(Fault fault, List<FaultRow> rows) {
        Map<String, List<String>> methods = new LinkedHashMap<>();
        for (String method : fault.methods()) {
            List<Way> ways = rows.stream()
                    .filter(row -> row.method().equals(method))
                    .map(FaultRow::way)
                    .toList();
            if (!ways.isEmpty()) {
                methods.computeIfAbsent(which(ways, fault.ways(method)), which -> new ArrayList<>())
                        .add(method);
            }
        }
        return methods.entrySet().stream()
                .map(entry -> String.join(", ", entry.getValue()) + entry.getKey())
                .collect(Collectors.joining("; "));
    }

    private static String which(List<Way> ways, List<Way> all) {
        List<Way> others = all.stream().filter(way -> !ways.contains(way)).toList();
        if (others.isEmpty()) {
            return "";
        }
        return others.size() < ways.size() ? " (not " + join(others) + ")" : " (" + join(ways) + ")";
    }

    private static String join(List<Way> ways) {
        return ways.stream().map(Way::toString).collect(Collectors.joining(", "));
    }
}
