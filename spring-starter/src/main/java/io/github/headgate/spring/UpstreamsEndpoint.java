package io.github.headgate.spring;

import io.github.headgate.Admission;
import io.github.headgate.Headgate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The actuator endpoint {@code upstreams}, over HTTP once it is exposed, and over JMX: how every upstream is doing, and, by hand,
 * whether it or one of its endpoints admits calls. It shows addresses. Like every endpoint of Spring Boot it is not exposed over
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
        headgate.status().forEach(upstream -> upstreams.put(upstream.name(), StatusDetails.of(upstream)));
        return upstreams;
    }

    /** One upstream; null, which is answered by 404, if there is none of that name. */
    @ReadOperation
    public @Nullable Map<String, Object> upstream(@Selector String name) {
        return upstreams().get(name);
    }

    /**
     * Says whether calls are admitted, until something else is said.
     *
     * @param endpoint its URL, or none for the whole upstream
     * @return the upstream as it is then
     * @throws InvalidEndpointRequestException if there is no such upstream or endpoint, which is answered by 400; nothing has
     *     changed then
     */
    @WriteOperation
    public @Nullable Map<String, Object> admit(@Selector String name, Admission admission, @Nullable String endpoint) {
        try {
            if (endpoint == null) {
                headgate.admit(name, admission);
            } else {
                headgate.admit(name, endpoint, admission);
            }
        } catch (IllegalArgumentException e) {
            String problem = String.valueOf(e.getMessage());
            throw new InvalidEndpointRequestException(problem, problem);
        }
        return upstream(name);
    }
}
