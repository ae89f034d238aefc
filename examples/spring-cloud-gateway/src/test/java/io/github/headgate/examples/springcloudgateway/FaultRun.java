package io.github.headgate.examples.springcloudgateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiPredicate;

/** Meets faults, many at a time, since most of the time they wait. */
final class FaultRun {
    private static final int CALLERS = 24;
    private static final List<Integer> CALLERS_IN_FURTHER_ROUNDS = List.of(4, 1, 1);
    private static final int MOST_BY_CHANCE = 40;

    private FaultRun() {}

    /** What every fault came to, in their order. */
    static Map<FaultCase, RawAnswer> of(FaultGateway gateway, List<FaultCase> faults) throws Exception {
        return round(gateway, faults, CALLERS);
    }

    /** The same, and the few that are not right again, in the end alone: a busy machine may have had a part in them. */
    static Map<FaultCase, RawAnswer> of(
            FaultGateway gateway, List<FaultCase> faults, BiPredicate<FaultCase, RawAnswer> isRight) throws Exception {
        Map<FaultCase, RawAnswer> answers = of(gateway, faults);
        for (int callers : CALLERS_IN_FURTHER_ROUNDS) {
            List<FaultCase> wrong = answers.entrySet().stream()
                    .filter(met -> !isRight.test(met.getKey(), met.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            if (wrong.size() <= MOST_BY_CHANCE) {
                answers.putAll(round(gateway, wrong, callers));
            }
        }
        return answers;
    }

    private static Map<FaultCase, RawAnswer> round(FaultGateway gateway, List<FaultCase> faults, int callers)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            List<Future<RawAnswer>> calls = new ArrayList<>();
            for (FaultCase fault : faults) {
                calls.add(threads.submit(() -> gateway.meet(fault)));
            }
            Map<FaultCase, RawAnswer> answers = new LinkedHashMap<>();
            for (int i = 0; i < calls.size(); i++) {
                answers.put(faults.get(i), calls.get(i).get());
            }
            return answers;
        } finally {
            threads.shutdownNow();
        }
    }
}
