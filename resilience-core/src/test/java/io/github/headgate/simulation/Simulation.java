package io.github.headgate.simulation;

import io.github.headgate.Headgate;
import io.github.headgate.SimulatedGateway;
import io.github.headgate.SimulatedGateway.Surroundings;
import io.github.headgate.upstream.Upstream;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** One run of a scenario. */
final class Simulation {
    /* Longer than any deadline: by then every call has ended. */
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Scenario scenario;
    private final VirtualTime time;
    private final Fleet fleet;
    private final CallLog log = new CallLog();

    private Simulation(Scenario scenario, VirtualTime time) {
        this.scenario = scenario;
        this.time = time;
        this.fleet = new Fleet(time, scenario.endpoints(), scenario.make(), Scenario.SEED);
    }

    /** Runs it, from its first call until its last one has ended. */
    static Figures run(Scenario scenario) {
        try (VirtualTime time = new VirtualTime()) {
            return new Simulation(scenario, time).run();
        }
    }

    private Figures run() {
        for (Timeline.Change change : scenario.timeline().changes()) {
            time.at(change.atNanos(), () -> fleet.server(change.server()).become(change.condition()));
        }
        List<Upstream> upstreams = IntStream.range(0, scenario.zones())
                .mapToObj(zone -> upstream(scenario, zone))
                .toList();
        for (int gateway = 0; gateway < scenario.gateways(); gateway++) {
            int zone = zone(gateway, scenario.gateways(), scenario);
            open(gateway, upstreams.get(zone)).planNext();
        }
        time.runUntil(scenario.timeline().endNanos() + REST_NANOS);
        if (log.underWay() > 0) {
            throw new IllegalStateException(scenario.name() + ": calls that never ended: " + log.underWay());
        }
        return new Figures(scenario, log, fleet);
    }

    /** The upstream of a scenario as the gateways of a zone know it. */
    static Upstream upstream(Scenario scenario, int zone) {
        return SimulatedGateway.upstream(builder -> {
            builder.endpoints(urls(scenario));
            if (scenario.zones() > 1) {
                builder.zone("zone-" + zone);
            }
            scenario.settings().accept(builder);
        });
    }

    private static String[] urls(Scenario scenario) {
        if (scenario.isNamed()) {
            return new String[] {Fleet.url("orders.internal")};
        }
        return IntStream.range(0, scenario.endpoints())
                .mapToObj(index -> scenario.zones() == 1
                        ? Fleet.url(index)
                        : Fleet.url(index) + " zone=zone-" + zone(index, scenario.endpoints(), scenario))
                .toArray(String[]::new);
    }

    /* Zones have neighbours: the first so many are in the first one. */
    private static int zone(int index, int of, Scenario scenario) {
        return index * scenario.zones() / of;
    }

    private Caller open(int gateway, Upstream upstream) {
        VirtualTimer timer = new VirtualTimer(time);
        VirtualTimeSource clock = new VirtualTimeSource(time, new Dice(Scenario.SEED, 2L * gateway));
        Surroundings around = new Surroundings(clock, timer, timer, this::resolve);
        Headgate headgate = SimulatedGateway.open(upstream, new Network(time, fleet, upstream.policy()), around);
        double callsPerSecond = (double) scenario.callsPerSecond() / scenario.gateways();
        Dice dice = new Dice(Scenario.SEED, 2L * gateway + 1);
        return new Caller(time, headgate, scenario.timeline(), callsPerSecond, dice, log);
    }

    private List<InetAddress> resolve(String host) {
        Timeline.Answer answer = scenario.timeline().answerAt(time.now());
        return IntStream.range(answer.from(), answer.until())
                .mapToObj(Fleet::address)
                .toList();
    }
}
