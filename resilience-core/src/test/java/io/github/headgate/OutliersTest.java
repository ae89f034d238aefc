package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import io.github.headgate.upstream.BreakerPolicy;
import io.github.headgate.upstream.HostResolver;
import io.github.headgate.upstream.OutlierPolicy;
import io.github.headgate.upstream.UpstreamBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutliersTest {
    private static final Failure RESET = Failure.of(FailureType.CONNECTION_TERMINATED);
    private static final long MILLI = 1_000_000;

    private final FakeTime time = new FakeTime();
    private final FakeTimer timer = new FakeTimer(time);

    private EndpointPool pool(int size) {
        UpstreamBuilder builder = new UpstreamBuilder("orders", "orders")
                .endpoints(IntStream.rangeClosed(1, size)
                        .mapToObj(i -> "http://10.0.0." + i)
                        .toArray(String[]::new))
                .breaker(BreakerPolicy.DEFAULT
                        .withFailureRate(100, Duration.ofSeconds(10), 1000)
                        .withConsecutiveFailures(0));
        Names names = new Names(HostResolver.system(), Duration.ofSeconds(30), Runnable::run, timer, time);
        return new EndpointPool(builder.build(new ArrayList<>()), names, time);
    }

    private static EndpointState state(EndpointPool pool, int number) {
        return List.copyOf(pool.states()).get(number - 1);
    }

    private static void calls(EndpointState state, int answered, long millis, int failed) {
        for (int i = 0; i < answered; i++) {
            Objects.requireNonNull(state.lease()).answered(200, millis * MILLI);
        }
        for (int i = 0; i < failed; i++) {
            Objects.requireNonNull(state.lease()).failed(RESET, MILLI);
        }
    }

    private List<Integer> ejected(EndpointPool pool, OutlierPolicy policy) {
        new Outliers(policy, pool).run();
        List<EndpointState> states = List.copyOf(pool.states());
        return IntStream.rangeClosed(1, states.size())
                .filter(i -> states.get(i - 1).ejection().refuses(time.nanoTime()))
                .boxed()
                .toList();
    }

    @Test
    void theOneWithMoreFailuresThanItsPeersIsEjected() {
        EndpointPool pool = pool(3);
        calls(state(pool, 1), 100, 5, 0);
        calls(state(pool, 2), 70, 5, 30);
        calls(state(pool, 3), 98, 5, 2);
        assertThat(ejected(pool, OutlierPolicy.DEFAULT)).containsExactly(2);
    }

    @Test
    void whereAllFailAlikeNoneStandsOut() {
        EndpointPool pool = pool(3);
        for (int i = 1; i <= 3; i++) {
            calls(state(pool, i), 50, 5, 50);
        }
        assertThat(ejected(pool, OutlierPolicy.DEFAULT)).isEmpty();
    }

    @Test
    void theSlowOneIsEjected() {
        EndpointPool pool = pool(2);
        calls(state(pool, 1), 100, 5, 0);
        calls(state(pool, 2), 100, 26, 0);
        assertThat(ejected(pool, OutlierPolicy.DEFAULT)).containsExactly(2);
    }

    @Test
    void aFewMillisecondsAreNothingToSpeakOf() {
        EndpointPool pool = pool(2);
        calls(state(pool, 1), 100, 1, 0);
        calls(state(pool, 2), 100, 10, 0);
        assertThat(ejected(pool, OutlierPolicy.DEFAULT)).isEmpty();
    }

    @Test
    void fewCallsSayNothing() {
        EndpointPool pool = pool(3);
        calls(state(pool, 1), 100, 5, 0);
        calls(state(pool, 2), 100, 5, 0);
        calls(state(pool, 3), 0, 5, 19);
        assertThat(ejected(pool, OutlierPolicy.DEFAULT)).isEmpty();
        calls(state(pool, 1), 100, 5, 0);
        calls(state(pool, 2), 100, 5, 0);
        calls(state(pool, 3), 0, 5, 20);
        assertThat(ejected(pool, OutlierPolicy.DEFAULT)).containsExactly(3);
    }

    @Test
    void neverMoreThanHalfAndTheWorstFirst() {
        EndpointPool pool = pool(5);
        calls(state(pool, 1), 100, 5, 0);
        calls(state(pool, 2), 60, 5, 40);
        calls(state(pool, 3), 100, 5, 0);
        calls(state(pool, 4), 10, 5, 90);
        calls(state(pool, 5), 100, 5, 0);
        state(pool, 3).eject("by something else");
        assertThat(ejected(pool, OutlierPolicy.DEFAULT)).containsExactly(3, 4);
    }

    @Test
    void neverTheLastOne() {
        EndpointPool pool = pool(2);
        calls(state(pool, 1), 0, 5, 100);
        calls(state(pool, 2), 100, 5, 0);
        state(pool, 2).ejection().admit(Admission.DRAINED, Admission.AUTOMATIC);
        new Outliers(OutlierPolicy.DEFAULT, pool).run();
        assertThat(state(pool, 1).ejection().refuses(time.nanoTime())).isFalse();
    }

    @Test
    void whoOnlyObservesEjectsNobody() {
        EndpointPool pool = pool(2);
        calls(state(pool, 1), 100, 5, 0);
        calls(state(pool, 2), 100, 5, 100);
        assertThat(ejected(pool, OutlierPolicy.DEFAULT.observing())).isEmpty();
    }

    @Test
    void oneThatStandsOutAgainAndAgainIsOutForLonger() {
        EndpointPool pool = pool(2);
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60}) {
            calls(state(pool, 1), 100, 5, 0);
            calls(state(pool, 2), 70, 5, 30);
            assertThat(ejected(pool, OutlierPolicy.DEFAULT)).containsExactly(2);
            assertThat(state(pool, 2).ejection().nanosToProbe(time.nanoTime()))
                    .isEqualTo(Duration.ofSeconds(seconds).toNanos());
            time.advance(Duration.ofSeconds(seconds).plusMillis(1));
            calls(state(pool, 2), 1, 5, 0);
            time.advance(Duration.ofSeconds(2));
        }
        time.advance(Duration.ofSeconds(10));
        calls(state(pool, 1), 100, 5, 0);
        calls(state(pool, 2), 70, 5, 30);
        assertThat(ejected(pool, OutlierPolicy.DEFAULT)).containsExactly(2);
        assertThat(state(pool, 2).ejection().nanosToProbe(time.nanoTime()))
                .as("after a while without")
                .isEqualTo(Duration.ofSeconds(1).toNanos());
    }
}
