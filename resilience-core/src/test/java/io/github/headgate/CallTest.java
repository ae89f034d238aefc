package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.headgate.failure.ExchangePhase;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.Replayability;
import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.settings.Problem;
import io.github.headgate.upstream.HostResolver;
import io.github.headgate.upstream.LoadBalancing;
import io.github.headgate.upstream.UpstreamBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop on fake time: Bulkhead( Deadline( Retry( per endpoint: Breaker( AttemptTimeout( wire ))))). */
class CallTest {
    private final FakeTime time = new FakeTime();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Script script = new Script();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private UpstreamState upstream(Consumer<UpstreamBuilder> settings) {
        UpstreamBuilder builder = new UpstreamBuilder("orders", "orders").endpoints("http://10.0.0.1");
        settings.accept(builder);
        List<Problem> problems = new ArrayList<>();
        var upstream = builder.build(problems);
        assertThat(problems).isEmpty();
        Names names = new Names(HostResolver.system(), Duration.ofSeconds(30), Runnable::run, timer, time);
        return new UpstreamState(upstream, names, new NoTransport(), null, time);
    }

    private Call<String> call(UpstreamState upstream) {
        AttemptRunner runner = new AttemptRunner(new DeadlineCanceller(timer, time), time);
        return new Call<>(upstream, script, CallOptions.NONE, runner, new Listeners(List.of()), Tracing.OFF, time);
    }

    private UpstreamException failure(UpstreamState upstream) {
        return catchThrowableOfType(
                UpstreamException.class, () -> call(upstream).run());
    }

    @Test
    void theMessageSaysTheNumbers() {
        script.fails(FailureType.CONNECTION_REFUSED)
                .fails(FailureType.CONNECTION_TIMEOUT)
                .fails(FailureType.HTTP_RESPONSE_TIMEOUT);
        assertThat(failure(upstream(orders ->
                        orders.retry(RetryPolicy.DEFAULT.withBackoff(Duration.ofMillis(100), Duration.ofSeconds(1))))))
                .hasMessage("orders: no attempt left after 3 of 3 in 150 ms"
                        + " (connection_refused, connection_timeout, http_response_timeout)");
    }

    @Test
    void theDeadlineIncludesTheWaits() {
        for (int i = 0; i < 100; i++) {
            script.fails(FailureType.CONNECTION_TERMINATED);
        }
        UpstreamException failure = failure(upstream(orders -> orders.deadline(Duration.ofSeconds(2))
                .retry(RetryPolicy.DEFAULT
                        .withMaxAttempts(100)
                        .withBackoff(Duration.ofSeconds(1), Duration.ofSeconds(1)))));
        assertThat(failure).hasMessageContaining("no time left").hasMessageContaining("in 1500 ms");
        assertThat(failure.attempts()).hasSize(4);
        assertThat(failure.elapsed()).hasValue(Duration.ofMillis(1500));
    }

    @Test
    void theBreakerCountsEveryAttemptAndEndsTheRetries() {
        for (int i = 0; i < 100; i++) {
            script.fails(FailureType.CONNECTION_TERMINATED);
        }
        UpstreamState upstream = upstream(orders -> orders.retry(RetryPolicy.DEFAULT.withMaxAttempts(100)));
        UpstreamException failure = failure(upstream);
        assertThat(failure.attempts()).hasSize(5);
        assertThat(failure.type()).isEqualTo(FailureType.CONNECTION_TERMINATED);
        assertThat(failure).hasMessageContaining("no endpoint permits another attempt after 5 of 100");
        assertThat(failure(upstream).type()).isEqualTo(FailureType.DESTINATION_UNAVAILABLE);
        assertThat(upstream.gate().inFlight()).isZero();
    }

    @Test
    void aCallThatIsRefusedByTheBulkheadAsksNoBreakerAndMakesNoAttempt() {
        UpstreamState upstream = upstream(orders -> orders.maxConcurrent(1));
        assertThat(upstream.gate().enter(false)).isNull();
        Permit held = new Permit(upstream.gate());
        UpstreamException refused = failure(upstream);
        assertThat(refused.type()).isEqualTo(FailureType.CONNECTION_LIMIT_REACHED);
        assertThat(refused.elapsed()).hasValue(Duration.ZERO);
        assertThat(script.attempts).isZero();
        held.giveBack();
        held.giveBack();
        assertThat(upstream.gate().inFlight()).isZero();
    }

    @Test
    void anEndpointWhoseConnectionWasStaleIsAskedFirstAgainAndThenAnother() throws Exception {
        UpstreamState upstream =
                upstream(orders -> orders.endpoints("http://10.0.0.2").loadBalancing(LoadBalancing.ROUND_ROBIN));
        script.findsAStaleConnection().fails(FailureType.CONNECTION_TERMINATED).answers(200, 0);
        assertThat(call(upstream).run()).isEqualTo("status 200");
        assertThat(script.endpoints.get(1)).isEqualTo(script.endpoints.get(0));
        assertThat(script.endpoints.get(2)).isNotEqualTo(script.endpoints.get(0));
    }

    @Test
    void theBudgetStopsRetriesButNotCalls() {
        UpstreamState upstream = upstream(orders -> orders.endpoints("http://10.0.0.2", "http://10.0.0.3")
                .retry(RetryPolicy.DEFAULT.withBudget(10, 0))
                .breaker(io.github.headgate.upstream.BreakerPolicy.DEFAULT
                        .withConsecutiveFailures(0)
                        .withFailureRate(100, Duration.ofSeconds(10), 10_000)));
        for (int i = 0; i < 100; i++) {
            script.fails(FailureType.CONNECTION_TERMINATED);
            script.answers(200, 0);
        }
        int failed = 0;
        while (script.outcomes.size() > 1) {
            if (failure(upstream) != null) {
                failed++;
            }
        }
        assertThat(failed).isBetween(80, 100);
    }

    @Test
    void aCompleteErrorAnswerIsKeptForTheCaseThatNoEndpointPermitsAnotherAttempt() throws Exception {
        for (int i = 0; i < 5; i++) {
            script.answers(503, 0);
        }
        UpstreamState upstream = upstream(orders -> orders.retry(RetryPolicy.DEFAULT.withMaxAttempts(10)));
        assertThat(call(upstream).run()).isEqualTo("status 503");
        assertThat(script.attempts).isEqualTo(5);
        assertThat(upstream.gate().inFlight()).isZero();
    }

    @Test
    void retryAfterIsWaitedForOnTheSameEndpointAndOnlyWithinTheDeadline() throws Exception {
        script.answers(503, 3).answers(200, 0);
        assertThat(call(upstream(orders -> {})).run()).isEqualTo("status 200");
        assertThat(time.nanoTime()).isEqualTo(Duration.ofSeconds(3).toNanos());
        script.answers(503, 11).answers(200, 0);
        assertThat(call(upstream(orders -> {})).run()).isEqualTo("status 503");
    }

    @Test
    void anotherEndpointIsAskedAtOnceAfterAFailureToConnect() throws Exception {
        script.fails(FailureType.CONNECTION_REFUSED).answers(200, 0);
        assertThat(call(upstream(orders -> orders.endpoints("http://10.0.0.2"))).run())
                .isEqualTo("status 200");
        assertThat(time.nanoTime()).isZero();
        assertThat(script.endpoints).doesNotHaveDuplicates().hasSize(2);
    }

    @Test
    void theApplicationsOwnFailureEndsEverythingOnce() {
        script.outcomes.add(new IllegalStateException("own"));
        UpstreamState upstream = upstream(orders -> {});
        assertThat(catchThrowableOfType(
                        IllegalStateException.class, () -> call(upstream).run()))
                .hasMessage("own");
        assertThat(upstream.gate().inFlight()).isZero();
        assertThat(upstream.pool().states())
                .allSatisfy(state -> assertThat(state.inFlight()).isZero());
    }

    /** Attempts that end as they are told to. */
    private static final class Script implements Exchange<String> {
        final Deque<Object> outcomes = new ArrayDeque<>();
        final List<String> endpoints = new ArrayList<>();
        int attempts;

        Script fails(FailureType type) {
            outcomes.add(type);
            return this;
        }

        Script findsAStaleConnection() {
            outcomes.add(new ScriptedFailure(FailureType.CONNECTION_TERMINATED, false));
            return this;
        }

        Script answers(int status, int retryAfterSeconds) {
            outcomes.add(
                    new Status(status, Duration.ofSeconds(retryAfterSeconds).toNanos()));
            return this;
        }

        @Override
        public Replayability replayability() {
            return new Replayability(true, true);
        }

        @Override
        public Answer<String> send(Attempt attempt) throws Exception {
            attempts++;
            endpoints.add(attempt.endpoint().host());
            Object outcome = outcomes.remove();
            if (outcome instanceof FailureType type) {
                throw new ScriptedFailure(type);
            }
            if (outcome instanceof ScriptedFailure failure) {
                throw failure;
            }
            if (outcome instanceof RuntimeException own) {
                throw own;
            }
            return (Status) outcome;
        }

        @Override
        public Optional<Failure> classify(Exception thrown, Attempt attempt) {
            return thrown instanceof ScriptedFailure scripted ? Optional.of(scripted.failure()) : Optional.empty();
        }
    }

    private static final class ScriptedFailure extends IOException {
        private static final long serialVersionUID = 1L;
        private final FailureType type;
        private final boolean isOfTheEndpoint;

        ScriptedFailure(FailureType type) {
            this(type, true);
        }

        ScriptedFailure(FailureType type, boolean isOfTheEndpoint) {
            super(type.token());
            this.type = type;
            this.isOfTheEndpoint = isOfTheEndpoint;
        }

        Failure failure() {
            boolean isUnprocessed = type.resend() == io.github.headgate.failure.Resend.ANY;
            Failure failure =
                    Failure.of(type, isUnprocessed ? ExchangePhase.CONNECTING : ExchangePhase.EXCHANGING, this);
            return isOfTheEndpoint ? failure : failure.withoutBlame();
        }
    }

    private record Status(int status, long retryAfterNanos) implements Exchange.Answer<String> {
        @Override
        public boolean isComplete() {
            return true;
        }

        @Override
        public String deliver(Exchange.BodyListener listener) {
            return "status " + status;
        }

        @Override
        public void discard() {}
    }
}
