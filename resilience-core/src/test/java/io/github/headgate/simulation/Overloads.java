package io.github.headgate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.upstream.AdaptiveLimit;
import io.github.headgate.upstream.UpstreamBuilder;
import java.util.List;
import java.util.function.Consumer;

/** Scenarios in which there is more to do than can be done. */
final class Overloads {
    private Overloads() {}

    static List<Scenario> all() {
        return List.of(
                overload("overload", "Overload x3", upstream -> {})
                        .shows(
                                "The endpoints are ejected and let in again by turns, which leaves less than they could do.",
                                figures -> assertThat(figures.worstSuccess()).isLessThan(50)),
                overload(
                                "overload-no-breaker",
                                "Overload x3, no breaker",
                                upstream -> upstream.breaker(Settings.NO_BREAKER))
                        .shows(
                                "The endpoints do all the time what they can, and retries add to what they refuse.",
                                figures -> assertThat(figures.worstSuccess()).isGreaterThan(60))
                        .shows("It is over with the overload.", Claims::recovers),
                overload(
                                "overload-adaptive",
                                "Overload x3, adaptive limit",
                                upstream -> upstream.adaptiveLimit(AdaptiveLimit.GRADIENT2))
                        .shows(
                                "What is too much is refused by the gateway, at once and before it becomes a queue.",
                                figures ->
                                        assertThat(figures.after().millis(50)).isLessThan(200))
                        .shows("It is over with the overload.", Claims::recovers));
    }

    private static Scenario overload(String name, String title, Consumer<UpstreamBuilder> settings) {
        return Scenario.named(name, title)
                .story("""
                        For twenty seconds three times as many calls come in as usual. The endpoints have room for 790 requests a
                        second, which is two thirds of that, and a queue of half a second; the rest they answer 503.""")
                .world(4, 4, 400)
                .servers(new Server.Make(ServiceTime.logNormal(20, 30), 4, 100))
                .settings(settings)
                .timeline(time -> time.fault(10, 30).end(45).load(10, 3).load(30, 1))
                .shows(
                        "Afterwards every call succeeds again.",
                        figures -> assertThat(figures.last(10).failures()).isZero());
    }
}
