package io.github.headgate;

import java.util.concurrent.atomic.AtomicBoolean;

/** A call's place in its upstream, given back once. Thread-safe. */
final class Permit {
    private final Gate gate;
    private final AtomicBoolean isHeld = new AtomicBoolean(true);

    Permit(Gate gate) {
        this.gate = gate;
    }

    void giveBack() {
        if (isHeld.compareAndSet(true, false)) {
            gate.leave();
        }
    }
}
