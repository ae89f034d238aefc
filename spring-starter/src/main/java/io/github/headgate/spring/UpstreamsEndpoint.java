package io.github.headgate.spring;

import io.github.headgate.Admission;
import io.github.headgate.Headgate;
import io.github.headgate.UpstreamStatus;
import io.github.headgate.settings.InvalidSettingsException;
import io.github.headgate.settings.Problem;
import io.github.headgate.settings.WrittenSettings;
import io.github.headgate.upstream.EndpointSource;
import io.github.headgate.upstream.Upstream;
import io.github.headgate.upstream.UpstreamBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The actuator endpoint {@code upstreams}, over HTTP once it is exposed, and over JMX: how every upstream is doing, its settings that
 * are in force, and, by hand, whether it or one of its endpoints admits calls, and which endpoints it has. It shows addresses. Like every endpoint of Spring Boot it is not exposed over
 * HTTP by itself, and what changes something is off as long as {@code management.endpoint.upstreams.access} is not
 * {@code unrestricted}. Asking sends nothing. Thread-safe.
 */
@Endpoint(id = "upstreams", defaultAccess = Access.READ_ONLY)
public final class UpstreamsEndpoint {
    private final Headgate headgate;

    UpstreamsEndpoint(Headgate headgate) {
        this.headgate = headgate;
    }

    /** Every upstream, by its name. */
    @ReadOperation
    public Map<String, Map<String, Object>> upstreams() {
        Map<String, Map<String, Object>> upstreams = new LinkedHashMap<>();
        headgate.status().forEach(upstream -> upstreams.put(upstream.name(), details(upstream)));
        return upstreams;
    }

    /** One upstream with its settings; null, which is answered by 404, if there is none of that name. */
    @ReadOperation
    public @Nullable Map<String, Object> upstream(@Selector String name) {
        return find(name).map(UpstreamsEndpoint::details).orElse(null);
    }

    /**
     * Says whether calls are admitted, until something else is said; or replaces the endpoints, until the application starts again,
     * while all other settings stay.
     *
     * @param admission of an endpoint or the whole upstream
     * @param endpoint the URL of the one that is meant, or none for the whole upstream
     * @param endpoints the URLs of those that take the place of all others
     * @param backupEndpoints the URLs of those that are used only while no other permits a call; only with {@code endpoints}
     * @return the upstream as it is then
     * @throws InvalidEndpointRequestException if there is no such upstream or endpoint, or something else is wrong, which is answered
     *     by 400; nothing has changed then
     */
    @WriteOperation
    @SuppressWarnings("deprecation") // the Nullable that makes a parameter optional to Spring Boot 3.5, too
    public @Nullable Map<String, Object> change(
            @Selector String name,
            @org.springframework.lang.Nullable Admission admission,
            @org.springframework.lang.Nullable String endpoint,
            @org.springframework.lang.Nullable List<String> endpoints,
            @org.springframework.lang.Nullable List<String> backupEndpoints) {
        if ((admission == null) == (endpoints == null)
                || (admission == null && endpoint != null)
                || (endpoints == null && backupEndpoints != null)) {
            throw invalid("expected: admission, and endpoint for one of them; or endpoints, and backupEndpoints");
        }
        try {
            if (endpoints != null) {
                replace(name, endpoints, backupEndpoints == null ? List.of() : backupEndpoints);
            } else if (admission != null && endpoint == null) {
                headgate.admit(name, admission);
            } else if (admission != null && endpoint != null) {
                headgate.admit(name, endpoint, admission);
            }
        } catch (InvalidSettingsException e) {
            throw invalid(e.problems().stream().map(Problem::toString).collect(Collectors.joining("; ")));
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
        return upstream(name);
    }

    private void replace(String name, List<String> endpoints, List<String> backupEndpoints) {
        UpstreamStatus before = find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        name + ": no such upstream (expected: one of " + headgate.upstreamNames() + ")"));
        List<Problem> problems = new ArrayList<>();
        EndpointSource source = new UpstreamBuilder(name, "headgate.upstreams." + name)
                .endpoints(endpoints.toArray(String[]::new))
                .backupEndpoints(backupEndpoints.toArray(String[]::new))
                .build(problems)
                .source();
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
        headgate.replace(new Upstream(name, source, before.policy()));
    }

    private Optional<UpstreamStatus> find(String name) {
        return headgate.status().stream()
                .filter(upstream -> upstream.name().equals(name))
                .findFirst();
    }

    private static Map<String, Object> details(UpstreamStatus upstream) {
        Map<String, Object> details = StatusDetails.of(upstream);
        details.put("settings", WrittenSettings.of(upstream.policy()));
        return details;
    }

    private static InvalidEndpointRequestException invalid(String problem) {
        return new InvalidEndpointRequestException(problem, problem);
    }
}
