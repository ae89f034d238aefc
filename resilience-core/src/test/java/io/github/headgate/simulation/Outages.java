package io.github.headgate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/** Scenarios in which many endpoints are down, one after the other or all at once. */
final class Outages {
    private Outages() {}

    static List<Scenario> all() {
        return List.of(rollingRestart(), allDown(), allDownForLong(), zoneLoss(), dnsMove(), dnsMoveWithoutNotice());
    }

    private static Scenario rollingRestart() {
        return Scenario.named("rolling-restart", "Rolling restart")
                .story("""
                        The endpoints are restarted one after the other, each for two seconds; what an endpoint works on when its
                        process ends is lost, and for one second after its start everything takes it three times as long.""")
                .timeline(Outages::restartOneAfterTheOther)
                .shows("No call fails.", Claims::noCallFails)
                .shows("Callers do not notice it.", Claims::p99Stays);
    }

    private static void restartOneAfterTheOther(Timeline time) {
        time.fault(10, 40).end(50);
        for (int endpoint = 0; endpoint < 10; endpoint++) {
            double begin = 10 + 3 * endpoint;
            time.at(begin, endpoint, Condition.DEAD)
                    .at(begin + 2, endpoint, Condition.slow(3))
                    .at(begin + 3, endpoint, Condition.UP);
        }
    }

    private static Scenario allDown() {
        return Scenario.named("all-down-then-up", "All down, then up")
                .story("All endpoints refuse connections for ten seconds, and are back all at once.")
                .timeline(
                        time -> time.fault(10, 20).at(10, 0, 10, Condition.DEAD).at(20, 0, 10, Condition.UP))
                .shows("Calls succeed again, all of them.", Claims::recovers)
                .shows("Nothing rushes at the endpoints when they are back.", figures -> assertThat(figures.peakLoad())
                        .isLessThan(1.5));
    }

    private static Scenario allDownForLong() {
        return Scenario.named("all-down-for-long", "All down for a minute, then up")
                .story(
                        "The same for a minute: breakers that fail their probe again and again wait longer and longer for the next.")
                .timeline(time ->
                        time.fault(10, 70).end(85).at(10, 0, 10, Condition.DEAD).at(70, 0, 10, Condition.UP))
                .shows("Calls succeed again, all of them.", Claims::recovers);
    }

    private static Scenario zoneLoss() {
        return Scenario.named("zone-loss", "Zone loss")
                .story("""
                        Gateways and endpoints stand in three zones, and gateways prefer their own. Then nothing comes back any more
                        from the endpoints of one zone; its gateways are still there.""")
                .world(12, 12, 1200)
                .zones(3)
                .timeline(time -> time.at(10, 0, 4, Condition.BLACKHOLED))
                .shows("No call fails: the gateways of the lost zone turn to the others.", Claims::noCallFails)
                .shows("In the long run, callers do not notice it.", Claims::p99Stays);
    }

    private static Scenario dnsMove() {
        return Scenario.named("dns-move", "DNS move")
                .story("""
                        The endpoints are the addresses of a name, which is asked for again every five seconds. From second 11 on it
                        resolves to five others; those that it resolved to before are gone ten seconds later.""")
                .knownByName()
                .settings(upstream -> upstream.dnsRefresh(Duration.ofSeconds(5)))
                .timeline(time ->
                        time.fault(11).resolves(0, 0, 5).resolves(11, 5, 10).at(21, 0, 5, Condition.DEAD))
                .shows("No call fails.", Claims::noCallFails)
                .shows("Callers do not notice it.", Claims::p99Stays);
    }

    private static Scenario dnsMoveWithoutNotice() {
        return Scenario.named("dns-move-at-once", "DNS move without notice")
                .story("The same, but the five that it resolved to before are gone at the same instant.")
                .knownByName()
                .settings(upstream -> upstream.dnsRefresh(Duration.ofSeconds(5)))
                .timeline(time ->
                        time.fault(11).resolves(0, 0, 5).resolves(11, 5, 10).at(11, 0, 5, Condition.DEAD))
                .shows(
                        "Calls succeed again within the time after which the name is asked for again.",
                        figures -> assertThat(figures.recoveredAt()).isLessThanOrEqualTo(11 + 5));
    }
}
