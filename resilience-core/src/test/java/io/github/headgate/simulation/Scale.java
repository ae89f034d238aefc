package io.github.headgate.simulation;

import java.util.List;

/** Scenarios of a size at which a gateway sees little of an endpoint, and what one gateway does a thousand do at once. */
final class Scale {
    private Scale() {}

    static List<Scenario> all() {
        return List.of(hundred(), thousand());
    }

    private static Scenario hundred() {
        return Scenario.named("100-by-100", "100 gateways x 100 endpoints")
                .story("Ten of the endpoints die; a gateway makes one call in five seconds to each.")
                .world(100, 100, 2000)
                .timeline(time -> time.fault(6).end(20).at(6, 0, 10, Condition.DEAD))
                .shows("Callers do not notice it in the time that calls take.", Claims::p99Stays);
    }

    private static Scenario thousand() {
        return Scenario.named("1000-by-1000", "1,000 gateways x 1,000 endpoints")
                .story(
                        "Ten of the endpoints die and are back three seconds later; a gateway makes one call in two minutes to each.")
                .world(1000, 1000, 8000)
                .timeline(time ->
                        time.fault(5, 8).end(11).at(5, 0, 10, Condition.DEAD).at(8, 0, 10, Condition.UP))
                .shows("No call fails.", Claims::noCallFails)
                .shows("Callers do not notice it.", Claims::p99Stays);
    }
}
