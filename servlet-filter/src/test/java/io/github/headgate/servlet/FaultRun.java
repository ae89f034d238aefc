package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.testing.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Meets faults, many at a time, since most of the time they wait; then again whatever may be the machine's doing, in the end alone. */
final class FaultRun {
    private static final List<Integer> CALLERS_IN_ROUNDS = List.of(24, 4, 1, 1);
    private static final int STANDS_AT_A_TIME = 4;

    private final FaultGateway gateway;

    private FaultRun(FaultGateway gateway) {
        this.gateway = gateway;
    }

    /** What every combination came to, in the order of the faults. */
    static List<FaultOutcome> of(Stream<Fault> faults, Path directory) throws Exception {
        try (FaultGateway gateway = new FaultGateway(directory)) {
            FaultRun run = new FaultRun(gateway);
            Map<FaultRow, FaultOutcome> best = new LinkedHashMap<>();
            List<FaultRow> rows =
                    faults.flatMap(fault -> FaultRow.of(fault).stream()).toList();
            for (int callers : CALLERS_IN_ROUNDS) {
                for (FaultOutcome outcome : run.round(rows, callers)) {
                    best.merge(outcome.row(), outcome, FaultRun::better);
                }
                rows = best.values().stream()
                        .filter(FaultOutcome::isDoubtful)
                        .map(FaultOutcome::row)
                        .toList();
            }
            return List.copyOf(best.values());
        }
    }

    private static FaultOutcome better(FaultOutcome first, FaultOutcome second) {
        if (first.isDoubtful() != second.isDoubtful()) {
            return first.isDoubtful() ? second : first;
        }
        return second.elapsed().compareTo(first.elapsed()) < 0 ? second : first;
    }

    private List<FaultOutcome> round(List<FaultRow> rows, int callers) throws Exception {
        Map<Fault, List<FaultRow>> faults =
                rows.stream().collect(Collectors.groupingBy(FaultRow::fault, LinkedHashMap::new, Collectors.toList()));
        ExecutorService stands = Executors.newFixedThreadPool(Math.min(callers, STANDS_AT_A_TIME));
        ExecutorService calls = Executors.newFixedThreadPool(callers);
        try {
            List<Future<List<FaultOutcome>>> runs = new ArrayList<>();
            for (List<FaultRow> ofOne : faults.values()) {
                runs.add(stands.submit(() -> meet(ofOne, calls)));
            }
            return all(runs).stream().flatMap(List::stream).toList();
        } finally {
            stands.shutdownNow();
            calls.shutdownNow();
        }
    }

    private List<FaultOutcome> meet(List<FaultRow> rows, ExecutorService calls) throws Exception {
        Fault fault = rows.get(0).fault();
        try (FaultStand stand = gateway.open(fault, rows)) {
            List<Future<FaultOutcome>> met = new ArrayList<>();
            for (FaultRow row : rows) {
                met.add(calls.submit(() -> stand.meet(row)));
            }
            List<FaultOutcome> outcomes = all(met);
            assertThat(stand.leftOver()).as("%s: permits and leases", fault).isEmpty();
            return outcomes;
        }
    }

    private static <T> List<T> all(List<Future<T>> futures) throws Exception {
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(future.get());
        }
        return results;
    }
}
