package io.github.headgate.simulation;

import java.util.List;
import java.util.stream.Stream;

/** All scenarios, in the order of the report. */
final class Scenarios {
    private Scenarios() {}

    static List<Scenario> all() {
        return Stream.of(OneBadEndpoint.all(), Outages.all(), Overloads.all(), RetryStorms.all(), Scale.all())
                .flatMap(List::stream)
                .toList();
    }
}
