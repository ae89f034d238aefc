package io.github.headgate.spring;

import io.github.headgate.Headgate;
import io.github.headgate.UpstreamStatus;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/** How one upstream is doing, as its calls have shown; asking sends nothing. Thread-safe. */
final class UpstreamHealthIndicator implements HealthIndicator {
    static final Status DEGRADED = new Status("DEGRADED", "calls succeed, but an endpoint is out");

    private final Headgate headgate;
    private final String upstream;

    UpstreamHealthIndicator(Headgate headgate, String upstream) {
        this.headgate = headgate;
        this.upstream = upstream;
    }

    @Override
    public Health health() {
        return headgate.status().stream()
                .filter(status -> status.name().equals(upstream))
                .findFirst()
                .map(UpstreamHealthIndicator::health)
                .orElseGet(() -> Health.unknown().build());
    }

    private static Health health(UpstreamStatus upstream) {
        return Health.status(status(upstream))
                .withDetails(StatusDetails.of(upstream))
                .build();
    }

    private static Status status(UpstreamStatus upstream) {
        if (!upstream.isAvailable()) {
            return Status.OUT_OF_SERVICE;
        }
        return upstream.isWhole() ? Status.UP : DEGRADED;
    }
}
