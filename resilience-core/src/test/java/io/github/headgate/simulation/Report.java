package io.github.headgate.simulation;

import java.util.List;

/** The report of all scenarios, in Markdown. */
final class Report {
    private Report() {}

    static String of(List<Figures> all, String regenerate) {
        StringBuilder report = new StringBuilder(INTRODUCTION.formatted(regenerate, Timeline.WARM_UP));
        report.append(TABLE_HEAD);
        all.forEach(figures -> report.append(row(figures)));
        all.forEach(figures -> report.append(section(figures)));
        return report.toString();
    }

    private static String row(Figures figures) {
        return "| [%s](#%s) | %s | %s → %s | %s | %s, %s | %s | %s | %s |\n"
                .formatted(
                        figures.scenario().title(),
                        anchor(figures.scenario().title()),
                        Words.percent(figures.after().success()),
                        Words.millis(figures.healthy().millis(99)),
                        Words.millis(figures.after().millis(99)),
                        Words.times(figures.p99Ratio()),
                        Words.percent(figures.worstSuccess()),
                        Words.millis(figures.worstP99()),
                        Words.decimal(figures.attemptsPerCall()),
                        Words.times(figures.peakLoad()),
                        Words.recovery(figures));
    }

    private static String anchor(String title) {
        return title.toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^a-z0-9 -]", "")
                .replace(' ', '-');
    }

    private static String section(Figures figures) {
        Scenario scenario = figures.scenario();
        List<String> settings =
                SettingsDifference.of(Simulation.upstream(scenario, 0).policy());
        StringBuilder section = new StringBuilder();
        section.append("\n## ").append(scenario.title()).append("\n\n");
        section.append(scenario.story()).append(" ").append(world(scenario)).append("\n\n");
        section.append("Settings: ")
                .append(settings.isEmpty() ? "the defaults" : String.join(", ", settings))
                .append(".\n\n");
        section.append(figuresTable(figures)).append('\n');
        section.append("Calls that failed: ")
                .append(Words.failures(figures.failures()))
                .append(".\n\n");
        section.append("![%s](%s.png)\n".formatted(scenario.title(), scenario.name()));
        if (!scenario.claims().isEmpty()) {
            section.append('\n');
            scenario.claims()
                    .forEach(claim -> section.append("- ").append(claim.words()).append('\n'));
        }
        return section.toString();
    }

    private static String world(Scenario scenario) {
        Timeline timeline = scenario.timeline();
        boolean ends = timeline.faultUntil() < timeline.end();
        return "%s gateways make %s calls a second to %s endpoints; the fault is there from second %d on%s."
                .formatted(
                        Words.count(scenario.gateways()),
                        Words.count(scenario.callsPerSecond()),
                        Words.count(scenario.endpoints()),
                        timeline.faultFrom(),
                        ends ? " until second " + timeline.faultUntil() : "");
    }

    private static String figuresTable(Figures figures) {
        return """
                | | calls | success | p50 | p99 |
                |---|---|---|---|---|
                | before | %s | %s | %s | %s |
                | from 1 s after on | %s | %s | %s | %s |

                Worst second: success %s, p99 %s; the slowest call took %s. Attempts per call: %s, at most %s the ordinary number of attempts in a second.
                Share of the endpoints with the fault: %s of all attempts. Recovers: %s.
                """.formatted(
                        Words.count(figures.healthy().calls()),
                        Words.percent(figures.healthy().success()),
                        Words.millis(figures.healthy().millis(50)),
                        Words.millis(figures.healthy().millis(99)),
                        Words.count(figures.after().calls()),
                        Words.percent(figures.after().success()),
                        Words.millis(figures.after().millis(50)),
                        Words.millis(figures.after().millis(99)),
                        Words.percent(figures.worstSuccess()),
                        Words.millis(figures.worstP99()),
                        Words.millis(figures.slowest()),
                        Words.decimal(figures.attemptsPerCall()),
                        Words.times(figures.peakLoad()),
                        Words.percent(figures.shareOfFaulty()),
                        Words.recovery(figures));
    }

    private static final String TABLE_HEAD = """
            | scenario | success | p99 before → after | ratio | worst second | attempts per call | peak load | recovers after |
            |---|---|---|---|---|---|---|---|
            """;

    private static final String INTRODUCTION = """
            # The simulation

            Made by a test, in virtual time: what a gateway decides when endpoints fail, and what that does to its callers and to the
            upstream. All of Headgate's code runs: the call loop, the selection of endpoints, breakers, retries, budget, deadlines,
            bulkhead. Only the sockets, the threads of its timer and the clock are replaced. Chance has a fixed seed, so that the
            figures are the same in every run, on every machine; a build fails when they are no longer those that stand here. To bring
            this folder up to date:

                %s

            Simulated are endpoints with a distribution of service times, so many requests at a time and a queue; connections that are
            made, kept, limited and found closed; half a millisecond on the way there and back; and gateways that know nothing of each
            other. A request that its gateway has given up is worked on to its end, as real servers do. Not simulated are TLS, bodies,
            the time that the gateway's own code takes, and a network that loses single packets.

            - **success**, **after**: from one second after the beginning of the fault until the end of the scenario. A status of 500
              and above is no success. Latencies are those of calls that succeeded, waits and retries included; a call is counted in
              the second in which it began.
            - **before**: from second %d until one second before the fault.
            - **ratio**: p99 after, to p99 before the fault.
            - **worst second**: the least success and the highest p99 of any second since the fault began; they need not be the same
              second.
            - **peak load**: the most attempts in a second since the fault began, to the ordinary number.
            - **recovers after**: the time from the beginning of the fault, or from its end, to the first second from which on every
              call succeeds and p99, taken over three seconds each, is at most 1.2 times that of before. "Never left" means that there was no other second.

            The series behind each chart is the `.csv` file beside it.

            """;
}
