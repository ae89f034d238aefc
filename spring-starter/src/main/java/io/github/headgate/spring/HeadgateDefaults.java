package io.github.headgate.spring;

import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Tells Spring Boot where {@code DEGRADED} stands among the states of health: worse than {@code UP}. It would not be counted
 * at all otherwise. Tells {@code headgate.inbound} to let the actuator through: an application in maintenance, or with much to
 * do, is still scraped, need not be restarted, and can be told that maintenance is over. Keeps the observations of calls from being meters too: there are
 * some already. The weakest source of properties: whatever else
 * sets them wins.
 *
 * <p>An initializer, since the type of what processes an environment is not the same in Spring Boot 3 and 4.
 */
final class HeadgateDefaults implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {
    private static final String STATUS_ORDER = "down,out-of-service,degraded,up,unknown";

    HeadgateDefaults() {}

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        String actuator = environment.getProperty("management.endpoints.web.base-path", "/actuator");
        // where it has no path of its own, that would be every request
        String exempt = actuator.length() > 1 ? actuator + "/**" : "/health/**";
        environment
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "headgateDefaults",
                        Map.of(
                                "management.endpoint.health.status.order",
                                STATUS_ORDER,
                                "headgate.inbound.exempt-paths",
                                exempt,
                                "management.metrics.enable.headgate.call",
                                "false",
                                "management.metrics.enable.headgate.attempt",
                                "false")));
    }
}
