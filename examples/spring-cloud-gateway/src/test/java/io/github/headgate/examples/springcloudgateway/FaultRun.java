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

    private FaultRun() {}

    /** What every fault came to, in their order. */
    static Map<FaultCase, RawAnswer> of(FaultGateway gateway, List<FaultCase> faults) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<RawAnswer>> calls = new ArrayList<>();
            for (FaultCase fault : faults) {
                calls.add(callers.submit(() -> gateway.meet(fault)));
            }
            Map<FaultCase, RawAnswer> answers = new LinkedHashMap<>();
            for (int i = 0; i < calls.size(); i++) {
                answers.put(faults.get(i), calls.get(i).get());
            }
            return answers;
        } finally {
            callers.shutdownNow();
        }
    }

    /** The same, and those that are not right once more, alone: a busy machine may have had a part in them. */
    static Map<FaultCase, RawAnswer> of(
            FaultGateway gateway, List<FaultCase> faults, BiPredicate<FaultCase, RawAnswer> isRight) throws Exception {
        Map<FaultCase, RawAnswer> answers = of(gateway, faults);
        for (FaultCase fault : faults) {
            RawAnswer answer = answers.get(fault);
            if (answer != null && !isRight.test(fault, answer)) {
                answers.put(fault, gateway.meet(fault));
            }
        }
        return answers;
    }
}
