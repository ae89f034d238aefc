package io.github.headgate.micrometer;

import io.github.headgate.EndpointStatus;
import io.github.headgate.UpstreamStatus;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What is read of one upstream when somebody asks. Thread-safe. */
final class UpstreamGauges {
    private static final double SECONDS_PER_DAY = TimeUnit.DAYS.toSeconds(1);

    private final String upstream;
    private final Readings readings;
    private final UpstreamMeters meters;

    private UpstreamGauges(String upstream, Readings readings, UpstreamMeters meters) {
        this.upstream = upstream;
        this.readings = readings;
        this.meters = meters;
    }

    /** Registers them all, to be removed with the other meters of the upstream. */
    static void register(String upstream, Readings readings, UpstreamMeters meters) {
        new UpstreamGauges(upstream, readings, meters).register();
    }

    private void register() {
        Tags none = Tags.empty();
        gauge("headgate.in.flight", "Calls under way", none, UpstreamStatus::inFlight);
        gauge("headgate.in.flight.limit", "The most calls under way at present", none, UpstreamStatus::limit);
        gauge("headgate.retry.budget", "Retries that the budget allows at present", none, UpstreamStatus::retriesLeft);
        for (Standing standing : Standing.values()) {
            gauge(
                    "headgate.endpoints",
                    "Endpoints by how they stand",
                    Tags.of("state", standing.tag()),
                    status -> count(status, standing));
        }
        String connections = "Connections to all endpoints; awaited are those that an attempt waits for";
        gauge("headgate.connections", connections, Tags.of("state", "in_use"), status -> status.connections()
                .inUse());
        gauge("headgate.connections", connections, Tags.of("state", "idle"), status -> status.connections()
                .idle());
        gauge("headgate.connections", connections, Tags.of("state", "awaited"), status -> status.connections()
                .awaited());
        Clock clock = meters.registry().config().clock();
        gauge(
                "headgate.certificate.days.left",
                "Days until the first certificate expires of those that the endpoints showed last",
                none,
                status -> daysLeft(status, Instant.ofEpochMilli(clock.wallTime())));
    }

    private void gauge(String name, String description, Tags own, Function<UpstreamStatus, ? extends Number> value) {
        meters.added(Gauge.builder(name, () -> readings.of(upstream, value))
                .description(description)
                .tags(meters.tags().and(own))
                .register(meters.registry()));
    }

    private static long count(UpstreamStatus upstream, Standing standing) {
        return upstream.endpoints().stream()
                .filter(endpoint -> Standing.of(endpoint) == standing)
                .count();
    }

    private static double daysLeft(UpstreamStatus upstream, Instant now) {
        return upstream.endpoints().stream()
                .map(EndpointStatus::certificateExpiry)
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .map(first -> Duration.between(now, first).toSeconds() / SECONDS_PER_DAY)
                .orElse(Double.NaN);
    }
}
