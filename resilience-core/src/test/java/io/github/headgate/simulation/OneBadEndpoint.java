package io.github.headgate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.upstream.LoadBalancing;
import io.github.headgate.upstream.OutlierPolicy;
import java.util.List;

/** Scenarios in which one endpoint of ten is not as it should be. */
final class OneBadEndpoint {
    private OneBadEndpoint() {}

    static List<Scenario> all() {
        return List.of(dead(), blackholed(), blackholedWithoutBreaker(), slow(), slowInTurn(), flaky(), failing());
    }

    private static Scenario dead() {
        return Scenario.named("one-dead", "One dead")
                .story("The process of one endpoint is gone: its connections are closed, new ones are refused.")
                .timeline(time -> time.at(10, 0, Condition.DEAD))
                .shows("No call fails.", Claims::noCallFails)
                .shows("In the long run, callers do not notice it.", Claims::p99Stays)
                .shows("The breakers keep all but a few attempts away from it.", Claims::faultyIsLeftAlone);
    }

    private static Scenario blackholed() {
        return Scenario.named("one-blackholed", "One blackholed")
                .story("Nothing comes back from one endpoint any more, neither on kept connections nor on new ones.")
                .timeline(time -> time.at(10, 0, Condition.BLACKHOLED))
                .shows("No call fails.", Claims::noCallFails)
                .shows(
                        "Its silence is noticed long before the first attempt on it has timed out.",
                        figures -> assertThat(figures.worstP99()).isLessThan(100))
                .shows("In the long run, callers do not notice it.", Claims::p99Stays);
    }

    private static Scenario blackholedWithoutBreaker() {
        return Scenario.named("one-blackholed-nothing-learnt", "One blackholed, nothing learnt")
                .story(
                        "The same without breakers, without comparison and in turn: what one call has found out is of no use to the next.")
                .settings(upstream -> upstream.breaker(Settings.NO_BREAKER)
                        .outlier(OutlierPolicy.OFF)
                        .loadBalancing(LoadBalancing.ROUND_ROBIN))
                .timeline(time -> time.at(10, 0, Condition.BLACKHOLED))
                .shows(
                        "No call fails, but more than one in a hundred waits for the connect timeout.",
                        figures -> assertThat(figures.after().millis(99)).isGreaterThan(1000));
    }

    private static Scenario slow() {
        return Scenario.named("one-slow", "One slow x20")
                .story("One endpoint takes twenty times as long for everything, and answers right.")
                .timeline(time -> time.at(10, 0, Condition.slow(20)))
                .shows("No call fails.", Claims::noCallFails)
                .shows(
                        "Choosing by latency and load leaves it alone; no breaker is needed for that.",
                        Claims::faultyIsLeftAlone)
                .shows("In the long run, callers do not notice it.", Claims::p99Stays);
    }

    private static Scenario slowInTurn() {
        return Scenario.named("one-slow-round-robin", "One slow x20, round-robin")
                .story("The same with each endpoint asked in turn.")
                .settings(upstream -> upstream.loadBalancing(LoadBalancing.ROUND_ROBIN))
                .timeline(time -> time.at(10, 0, Condition.slow(20)))
                .shows(
                        "Asked in turn, it gets more than it can do: p99 is a hundred times as high, and the comparison of endpoints does not find it.",
                        figures -> assertThat(figures.p99Ratio()).isGreaterThan(100));
    }

    private static Scenario flaky() {
        return Scenario.named("one-flaky", "One flaky 30 %")
                .story("One endpoint answers 30 % of the requests with 503, after the usual work.")
                .timeline(time -> time.at(10, 0, Condition.flaky(0.3)))
                .shows("No call fails: what failed is repeated elsewhere.", Claims::noCallFails)
                .shows("In the long run, callers do not notice it.", Claims::p99Stays);
    }

    private static Scenario failing() {
        return Scenario.named("one-failing", "One with fast 503s")
                .story("One endpoint answers everything with 503, faster than the others answer right.")
                .timeline(time -> time.at(10, 0, Condition.FAILING))
                .shows("No call fails.", Claims::noCallFails)
                .shows("That it is the fastest attracts nothing.", Claims::faultyIsLeftAlone)
                .shows("In the long run, callers do not notice it.", Claims::p99Stays);
    }
}
