package io.github.headgate;

import io.github.resilience4j.bulkhead.Bulkhead;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call's place in the bulkhead of its upstream, given back once. Thread-safe. */
final class Permit {
    private final Bulkhead bulkhead;
    private final AtomicBoolean isHeld = new AtomicBoolean(true);

    Permit(Bulkhead bulkhead) {
        this.bulkhead = bulkhead;
    }

    void giveBack() {
        if (isHeld.compareAndSet(true, false)) {
            bulkhead.onComplete();
        }
    }
}
