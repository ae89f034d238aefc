package io.github.headgate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.upstream.BreakerPolicy;
import java.time.Duration;
import java.util.List;

/**
 * Scenarios of a failure that outlives its cause: for four seconds everything takes ten times as long, queues fill up, and from
 * then on every request is given up before its turn, and sent again.
 */
final class RetryStorms {
    private static final String STORY = """
            There is room for 790 requests a second, nearly twice of what is asked for, and a queue of four seconds before each
            endpoint. For four seconds everything takes ten times as long; after that the endpoints are as they were, but behind
            a queue that is longer than anybody waits.""";

    private RetryStorms() {}

    static List<Scenario> all() {
        return List.of(
                storm("retry-storm-no-budget", "Retry storm, no budget", Settings.NO_BREAKER, Settings.NO_BUDGET, 4)
                        .shows(
                                "It does not recover: half a minute after its cause is gone, no call succeeds.",
                                figures -> assertThat(figures.last(6).success()).isZero()),
                storm("retry-storm", "Retry storm, with the budget", Settings.NO_BREAKER, RetryPolicy.DEFAULT, 4)
                        .shows(
                                "It recovers by itself: the budget leaves enough room for the queues to empty.",
                                Claims::recovers),
                storm("retry-storm-breaker", "Retry storm, breaker only", BreakerPolicy.DEFAULT, Settings.NO_BUDGET, 4)
                        .shows("It recovers by itself: no queue forms while the breakers are open.", Claims::recovers),
                storm("retry-storm-small", "Retry storm, small gateways", Settings.NO_BREAKER, RetryPolicy.DEFAULT, 40)
                        .shows(
                                "It does not recover: the ten retries a second that each gateway has in any case are as many as calls.",
                                figures -> assertThat(figures.isRecovered()).isFalse()));
    }

    private static Scenario storm(String name, String title, BreakerPolicy breaker, RetryPolicy retry, int gateways) {
        return Scenario.named(name, title)
                .story(STORY)
                .world(gateways, 4, 400)
                .servers(new Server.Make(ServiceTime.logNormal(20, 30), 4, 800))
                .settings(upstream -> upstream.attemptTimeout(Duration.ofMillis(500))
                        .deadline(Duration.ofSeconds(2))
                        .breaker(breaker)
                        .retry(retry))
                .timeline(time -> time.fault(10, 14)
                        .end(50)
                        .at(10, 0, 4, Condition.slow(10))
                        .at(14, 0, 4, Condition.UP));
    }
}
