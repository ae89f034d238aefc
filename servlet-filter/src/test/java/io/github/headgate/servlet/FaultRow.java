package io.github.headgate.servlet;

import io.github.headgate.testing.Fault;
import java.util.Arrays;
import java.util.List;

/** A fault that is met with one method. */
record FaultRow(String method, Fault fault) {
    static List<FaultRow> all() {
        return Arrays.stream(Fault.values())
                .flatMap(fault -> fault.methods().stream().map(method -> new FaultRow(method, fault)))
                .toList();
    }

    /** The name of its upstream and the first element of its path. */
    String upstream() {
        return fault.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')
                + method.toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public String toString() {
        return method + ", " + fault;
    }
}
