package io.github.headgate.spring;

import io.github.headgate.Admission;
import io.github.headgate.ConnectionCounts;
import io.github.headgate.EndpointStatus;
import io.github.headgate.Health;
import io.github.headgate.UpstreamStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What health and actuator show of an upstream. */
final class StatusDetails {
    private StatusDetails() {}

    static Map<String, Object> of(UpstreamStatus upstream) {
        List<Map<String, Object>> endpoints =
                upstream.endpoints().stream().map(StatusDetails::of).toList();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("available", upstream.isAvailable());
        details.put("whole", upstream.isWhole());
        details.put("inFlight", upstream.inFlight());
        details.put("limit", upstream.limit());
        details.put("retriesLeft", upstream.retriesLeft());
        ConnectionCounts connections = upstream.connections();
        details.put("connectionsInUse", connections.inUse());
        details.put("connectionsIdle", connections.idle());
        details.put("connectionsAwaited", connections.awaited());
        details.put("critical", upstream.policy().critical());
        details.put("endpoints", endpoints);
        return details;
    }

    private static Map<String, Object> of(EndpointStatus endpoint) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("endpoint", endpoint.endpoint().toString());
        details.put("backup", endpoint.endpoint().isBackup());
        details.put("state", endpoint.state().name());
        if (endpoint.admission() != Admission.AUTOMATIC) {
            details.put("admission", endpoint.admission().name());
        }
        if (endpoint.health() != Health.UNCHECKED) {
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
        endpoint.certificateExpiry().ifPresent(instant -> details.put("certificateExpiry", instant.toString()));
        return details;
    }
}
