package io.github.headgate.examples.gateway.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that the caller saw in one act. Not thread-safe. */
final class Seen {
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private Duration slowest = Duration.ZERO;

    void add(Answer answer) {
        statuses.merge(answer.status(), 1, Integer::sum);
        if (answer.elapsed().compareTo(slowest) > 0) {
            slowest = answer.elapsed();
        }
    }

    int count(int status) {
        return statuses.getOrDefault(status, 0);
    }

    /** For the table: a line per status, and the slowest answer. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        statuses.forEach((status, count) -> lines.add(count + " \u00d7 " + status));
        lines.add("slowest " + slowest.toMillis() + " ms");
        return lines;
    }
}
