package io.github.headgate.spring;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Tells Spring Boot where {@code DEGRADED} stands among the states of health: worse than {@code UP}. It would not be counted
 * at all otherwise. Tells {@code headgate.inbound} to let probes through: an application in maintenance, or with much to do, need not be
 * restarted. The weakest source of properties: whatever else sets them wins.
 */
final class HeadgateDefaults implements EnvironmentPostProcessor, Ordered {
    static final Map<String, Object> PROPERTIES = Map.of(
            "management.endpoint.health.status.order",
            "down,out-of-service,degraded,up,unknown",
            "headgate.inbound.exempt-paths",
            "${management.endpoints.web.base-path:/actuator}/health/**");

    HeadgateDefaults() {}

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources().addLast(new MapPropertySource("headgateDefaults", PROPERTIES));
    }
}
