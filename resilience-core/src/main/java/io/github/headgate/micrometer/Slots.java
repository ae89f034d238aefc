package io.github.headgate.micrometer;

import io.github.headgate.failure.FailureType;
import io.micrometer.core.instrument.Meter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one name that differ by outcome, each made when it is needed first and found again without a search by tags.
 * Thread-safe.
 */
final class Slots<M extends Meter> {
    private final Function<Outcome, M> make;
    private final AtomicReferenceArray<@Nullable M> byStatus = new AtomicReferenceArray<>(Outcome.STATUSES);
    private final Map<FailureType, M> byFailure = new ConcurrentHashMap<>();

    /**
     * @param make a meter; for the same outcome it gives the same one
     */
    Slots(Function<Outcome, M> make) {
        this.make = make;
    }

    /** That of whoever answered with this status; 0 for none. */
    M of(int status) {
        int slot = Outcome.slot(status);
        M known = byStatus.get(slot);
        if (known == null) {
            known = make.apply(Outcome.of(status)); // two that are made at the same time are the same
            byStatus.set(slot, known);
        }
        return known;
    }

    /** That of this failure. */
    M of(FailureType failure) {
        M known = byFailure.get(failure);
        return known == null ? byFailure.computeIfAbsent(failure, type -> make.apply(Outcome.of(type))) : known;
    }
}
