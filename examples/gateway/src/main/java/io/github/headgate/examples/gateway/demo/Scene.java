package io.github.headgate.examples.gateway.demo;

import io.github.headgate.Headgate;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/** The acts: each does something to the instances of orders while a caller keeps calling, and adds a row to the table. */
final class Scene {
    static final int CALLS = 300;
    private static final int EARLY = CALLS / 4;
    private static final int LATE = CALLS * 3 / 4;
    private static final String PATH = "/orders/1";

    private final List<OrdersInstance> orders;
    private final Caller caller;
    private final Attempts attempts;
    private final Headgate headgate;
    private final Table table = new Table();

    Scene(List<OrdersInstance> orders, Caller caller, Attempts attempts, Headgate headgate) {
        this.orders = orders;
        this.caller = caller;
        this.attempts = attempts;
        this.headgate = headgate;
    }

    Table play() throws InterruptedException {
        act(List.of("nothing: 3 instances work"), call -> {});
        act(List.of("1 of 3 instances is killed", "and comes back later"), oneIsKilledAndComesBack());
        awaitWhole();
        act(List.of("1 of 3 instances stalls:", "it accepts and never answers"), at(EARLY, orders.get(1)::stall));
        orders.get(1).resume();
        awaitWhole();
        act(List.of("all 3 instances are killed"), at(EARLY, () -> orders.forEach(OrdersInstance::kill)));
        orders.forEach(OrdersInstance::revive);
        awaitWhole();
        act(List.of("nothing: all 3 are back"), call -> {});
        return table;
    }

    private IntConsumer oneIsKilledAndComesBack() {
        OrdersInstance first = orders.get(0);
        return at(EARLY, first::kill).andThen(at(LATE, first::revive));
    }

    private static IntConsumer at(int number, Runnable deed) {
        return call -> {
            if (call == number) {
                deed.run();
            }
        };
    }

    private Seen act(List<String> done, IntConsumer deed) throws InterruptedException {
        attempts.reset();
        Seen seen = caller.call(PATH, CALLS, deed);
        table.row(done, seen, attempts.perCall(), attempts.causes());
        return seen;
    }

    /* Between two acts, so that each begins with three instances; the calls are the probes. */
    private void awaitWhole() throws InterruptedException {
        long end = System.nanoTime() + 5_000_000_000L;
        while (!isWhole() && System.nanoTime() - end < 0) {
            caller.call(PATH, 4, call -> {});
            LockSupport.parkNanos(20_000_000);
        }
    }

    private boolean isWhole() {
        return headgate.status().stream()
                .filter(upstream -> upstream.name().equals("orders"))
                .allMatch(upstream -> upstream.isWhole());
    }
}
