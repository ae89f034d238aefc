package io.github.headgate.spring;

import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.MapPropertySource;

/**
 * Tells Spring Boot where {@code DEGRADED} stands among the states of health: worse than {@code UP}. It would not be counted
 * at all otherwise. Tells {@code headgate.inbound} to let probes through: an application in maintenance, or with much to do, need not be
 * restarted. The weakest source of properties: whatever else sets them wins.
 *
 * <p>An initializer, since the type of what processes an environment is not the same in Spring Boot 3 and 4.
 */
final class HeadgateDefaults implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {
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
    public void initialize(ConfigurableApplicationContext context) {
        context.getEnvironment().getPropertySources().addLast(new MapPropertySource("headgateDefaults", PROPERTIES));
    }
}
