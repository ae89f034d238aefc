package io.github.headgate.simulation;

import io.github.headgate.upstream.UpstreamBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is simulated, and what its figures are claimed to show. Ten gateways make 1,000 calls a second to ten endpoints unless
 * it says otherwise. Not thread-safe; not changed once it runs.
 */
final class Scenario {
    /** Of every scenario: any other would do as well. */
    static final long SEED = 20261125;

    private static final Server.Make ORDINARY = new Server.Make(ServiceTime.logNormal(10, 25), 8, 100);

    private final String name;
    private final String title;
    private final Timeline timeline = new Timeline();
    private final List<Claim> claims = new ArrayList<>();
    private String story = "";
    private int gateways = 10;
    private int endpoints = 10;
    private int callsPerSecond = 1000;
    private Server.Make make = ORDINARY;
    private int zones = 1;
    private boolean isNamed;
    private Consumer<UpstreamBuilder> settings = upstream -> {};

    /** A sentence of the report, and the assertion that makes it true. */
    record Claim(String words, Consumer<Figures> check) {}

    private Scenario(String name, String title) {
        this.name = name;
        this.title = title;
    }

    /**
     * A scenario.
     *
     * @param name of its files
     * @param title in the report
     */
    static Scenario named(String name, String title) {
        return new Scenario(name, title);
    }

    /** What happens, for readers. */
    Scenario story(String words) {
        this.story = words;
        return this;
    }

    Scenario world(int ofGateways, int ofEndpoints, int ofCallsPerSecond) {
        this.gateways = ofGateways;
        this.endpoints = ofEndpoints;
        this.callsPerSecond = ofCallsPerSecond;
        return this;
    }

    /** Gateways and endpoints stand in so many zones, as many of them in each. */
    Scenario zones(int number) {
        this.zones = number;
        return this;
    }

    /** The gateways know the endpoints by a name, and what it resolves to is told by the timeline. */
    Scenario knownByName() {
        this.isNamed = true;
        return this;
    }

    Scenario servers(Server.Make of) {
        this.make = of;
        return this;
    }

    Scenario settings(Consumer<UpstreamBuilder> own) {
        this.settings = own;
        return this;
    }

    Scenario timeline(Consumer<Timeline> when) {
        when.accept(timeline);
        return this;
    }

    /** What it shows: a claim that is checked in every run. */
    Scenario shows(String words, Consumer<Figures> check) {
        claims.add(new Claim(words, check));
        return this;
    }

    String name() {
        return name;
    }

    String title() {
        return title;
    }

    String story() {
        return story;
    }

    Timeline timeline() {
        return timeline;
    }

    List<Claim> claims() {
        return claims;
    }

    int gateways() {
        return gateways;
    }

    int endpoints() {
        return endpoints;
    }

    int callsPerSecond() {
        return callsPerSecond;
    }

    int zones() {
        return zones;
    }

    boolean isNamed() {
        return isNamed;
    }

    Server.Make make() {
        return make;
    }

    Consumer<UpstreamBuilder> settings() {
        return settings;
    }
}
