package io.github.headgate.spring;

import io.github.headgate.Admission;
import io.github.headgate.EndpointStatus;
import io.github.headgate.Headgate;
import io.github.headgate.UpstreamStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        List<Map<String, Object>> endpoints = upstream.endpoints().stream()
                .map(UpstreamHealthIndicator::details)
                .toList();
        return Health.status(status(upstream))
                .withDetail("available", upstream.isAvailable())
                .withDetail("whole", upstream.isWhole())
                .withDetail("inFlight", upstream.inFlight())
                .withDetail("limit", upstream.limit())
                .withDetail("endpoints", endpoints)
                .build();
    }

    private static Status status(UpstreamStatus upstream) {
        if (!upstream.isAvailable()) {
            return Status.OUT_OF_SERVICE;
        }
        return upstream.isWhole() ? Status.UP : DEGRADED;
    }

    private static Map<String, Object> details(EndpointStatus endpoint) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("endpoint", endpoint.endpoint().toString());
        details.put("backup", endpoint.endpoint().isBackup());
        details.put("state", endpoint.state().name());
        if (endpoint.admission() != Admission.AUTOMATIC) {
            details.put("admission", endpoint.admission().name());
        }
        if (endpoint.health() != io.github.headgate.Health.UNCHECKED) {
            details.put("check", endpoint.health().name());
        }
        details.put("weight", endpoint.endpoint().weight());
        details.put("latencyMillis", endpoint.latency().toMillis());
        details.put("inFlight", endpoint.inFlight());
        details.put("countedAttempts", endpoint.countedAttempts());
        details.put("failedAttempts", endpoint.failedAttempts());
        endpoint.lastFailure().ifPresent(failure -> details.put("lastFailure", failure));
        endpoint.lastFailureDetail().ifPresent(detail -> details.put("lastFailureDetail", detail));
        endpoint.lastFailureAt().ifPresent(instant -> details.put("lastFailureAt", instant.toString()));
        return details;
    }
}
