package io.github.headgate;

import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import io.github.headgate.upstream.BreakerPolicy;
import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.HostResolver;
import io.github.headgate.upstream.Upstream;
import io.github.headgate.upstream.UpstreamBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/** What several threads do at the same time must look as if they had done it one after the other (Lincheck). */
class LinearizabilityTest {
    /* Changes of threads at chosen places, so that a gap of a nanosecond is met as well. */
    private static void checkByOrders(Class<?> operations) {
        new ModelCheckingOptions()
                .iterations(5)
                .invocationsPerIteration(200)
                .threads(2)
                .actorsPerThread(2)
                .actorsBefore(0)
                .actorsAfter(0)
                .check(operations);
    }

    /* On threads that run freely: for what calls too much of the JDK. */
    private static void checkUnderStress(Class<?> operations) {
        new StressOptions()
                .iterations(30)
                .invocationsPerIteration(1000)
                .threads(3)
                .actorsPerThread(3)
                .check(operations);
    }

    @Test
    void theGateLetsInExactlySoMany() {
        checkByOrders(GateOperations.class);
    }

    @Test
    void aLeaseEndsOnce() {
        checkByOrders(LeaseOperations.class);
    }

    @Test
    void thePoolLeasesWhatIsAdmitted() {
        checkUnderStress(PoolOperations.class);
    }

    /** Two places. */
    public static final class GateOperations {
        private final Gate gate = new Gate(
                "orders",
                new UpstreamBuilder("orders", "orders")
                        .endpoints("http://10.0.0.1")
                        .maxConcurrent(2)
                        .build(new ArrayList<>())
                        .policy(),
                new FakeTime());

        /** Whether it was let in. */
        @Operation
        public boolean enter() {
            return gate.enter(false) == null;
        }

        /** How many are in. */
        @Operation
        public int inFlight() {
            return gate.inFlight();
        }
    }

    /** One lease, ended by several threads. */
    public static final class LeaseOperations {
        private final EndpointState state = new EndpointState(
                Endpoint.parse("http://10.0.0.1", false),
                new EndpointPolicy("orders", BreakerPolicy.DEFAULT, Duration.ZERO, 0),
                new FakeTime(),
                new EndpointPool.Listener() {});
        private final Lease lease = Objects.requireNonNull(state.lease());

        /** Ends it; returns what is left under way. */
        @Operation
        public int answered() {
            lease.answered(200, 1);
            return Math.min(0, state.inFlight());
        }

        /** Ends it in another way. */
        @Operation
        public int failed() {
            lease.failed(Failure.of(FailureType.CONNECTION_REFUSED), 1);
            return Math.min(0, state.inFlight());
        }

        /** Ends it in a third way. */
        @Operation
        public int released() {
            lease.released();
            return Math.min(0, state.inFlight());
        }
    }

    /** One endpoint, and what is said of it by hand. */
    public static final class PoolOperations {
        private final FakeTime time = new FakeTime();
        private final Upstream upstream = new UpstreamBuilder("orders", "orders")
                .endpoints("http://10.0.0.1")
                .build(new ArrayList<>());
        private final Names names =
                new Names(HostResolver.system(), Duration.ofSeconds(30), Runnable::run, new FakeTimer(time), time);
        private final EndpointPool pool = new EndpointPool(upstream, names, time);
        private final AtomicInteger leased = new AtomicInteger();

        /** Whether it was leased. */
        @Operation
        public boolean lease() {
            Lease lease = pool.lease(List.of(), false);
            if (lease != null) {
                leased.incrementAndGet();
            }
            return lease != null;
        }

        /** Leases it and ends the lease; returns whether it was leased. */
        @Operation
        public boolean call() {
            Lease lease = pool.lease(List.of(), false);
            if (lease != null) {
                lease.answered(200, 1);
            }
            return lease != null;
        }

        /** No more. */
        @Operation
        public void drain() {
            pool.admit(pool.states(), Admission.DRAINED);
        }

        /** No more, not even by its breaker. */
        @Operation
        public void forceOpen() {
            pool.admit(Admission.FORCED_OPEN);
        }

        /** Again. */
        @Operation
        public void admit() {
            pool.admit(pool.states(), Admission.AUTOMATIC);
            pool.admit(Admission.AUTOMATIC);
        }

        /** Whatever was said meanwhile, what is under way is what was leased. */
        @Validate
        public void nothingIsLost() {
            int inFlight = pool.states().iterator().next().inFlight();
            if (inFlight != leased.get()) {
                throw new IllegalStateException(inFlight + " under way, " + leased + " leased");
            }
        }
    }
}
