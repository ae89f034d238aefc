package io.github.headgate.examples.gateway.demo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Columns of equal width; a cell may have several lines. Not thread-safe. */
final class Table {
    private static final List<String> HEAD = List.of(
            "what was done to the upstream",
            "what the caller saw",
            "attempts per call",
            "what Headgate says is the cause");

    private final List<List<List<String>>> rows = new ArrayList<>();

    Table() {
        rows.add(HEAD.stream().map(List::of).toList());
    }

    void row(List<String> done, Seen seen, double attemptsPerCall, List<String> causes) {
        rows.add(List.of(
                done,
                seen.lines(),
                List.of(String.format(Locale.ROOT, "%.2f", attemptsPerCall)),
                causes.isEmpty() ? List.of("-") : causes));
    }

    List<String> lines() {
        int[] widths = new int[HEAD.size()];
        rows.forEach(row -> {
            for (int column = 0; column < widths.length; column++) {
                int width =
                        row.get(column).stream().mapToInt(String::length).max().orElse(0);
                widths[column] = Math.max(widths[column], width);
            }
        });
        String rule = rule(widths);
        List<String> lines = new ArrayList<>(List.of(rule));
        for (List<List<String>> row : rows) {
            int height = row.stream().mapToInt(List::size).max().orElse(0);
            for (int line = 0; line < height; line++) {
                lines.add(line(row, line, widths));
            }
            lines.add(rule);
        }
        return lines;
    }

    private static String line(List<List<String>> row, int line, int[] widths) {
        StringBuilder text = new StringBuilder("|");
        for (int column = 0; column < widths.length; column++) {
            List<String> cell = row.get(column);
            String part = line < cell.size() ? cell.get(line) : "";
            text.append(' ')
                    .append(part)
                    .append(" ".repeat(widths[column] - part.length()))
                    .append(" |");
        }
        return text.toString();
    }

    private static String rule(int[] widths) {
        StringBuilder rule = new StringBuilder("+");
        Arrays.stream(widths)
                .forEach(width -> rule.append("-".repeat(width + 2)).append('+'));
        return rule.toString();
    }
}
