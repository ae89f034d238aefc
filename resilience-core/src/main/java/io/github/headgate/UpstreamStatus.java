package io.github.headgate;

import io.github.headgate.upstream.UpstreamPolicy;
import java.util.List;

/**
 * How an upstream is doing at this moment. Immutable.
 *
 * @param name of the upstream
 * @param policy its settings
 * @param inFlight calls under way
 * @param limit the most calls under way at present: {@code max-concurrent}, or what the adaptive limit allows
 * @param retriesLeft retries that the budget allows at this moment
 * @param connections to all its endpoints together
 * @param endpoints its endpoints, primary ones first
 */
public record UpstreamStatus(
        String name,
        UpstreamPolicy policy,
        int inFlight,
        int limit,
        int retriesLeft,
        ConnectionCounts connections,
        List<EndpointStatus> endpoints) {
    /** Whether an endpoint admits a call now. */
    public boolean isAvailable() {
        return endpoints.stream().anyMatch(EndpointStatus::admits);
    }

    /** Whether every primary endpoint admits calls. */
    public boolean isWhole() {
        return endpoints.stream()
                .filter(status -> !status.endpoint().isBackup())
                .allMatch(EndpointStatus::isWhole);
    }
}
