package io.github.headgate.spring;

import io.github.headgate.Headgate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * The health contributor {@code upstreams}, with one entry per upstream: {@code UP} while every primary endpoint admits
 * calls, {@code DEGRADED} (HTTP 200) while some do not, {@code OUT_OF_SERVICE} (HTTP 503) while none does and every call is
 * refused.
 *
 * <p>It belongs to neither the liveness nor the readiness group: an upstream that is down is no reason to restart this
 * application, or to take it away from callers of other upstreams. Let load balancers ask {@code /actuator/health/readiness}.
 * Turn it off with {@code management.health.upstreams.enabled=false}.
 */
@AutoConfiguration(after = HeadgateAutoConfiguration.class)
@ConditionalOnClass(
        name = {
            "org.springframework.boot.health.contributor.CompositeHealthContributor",
            "org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator"
        })
@ConditionalOnBean(Headgate.class)
public final class HeadgateHealthAutoConfiguration {
    HeadgateHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = {"upstreamsHealthContributor", "upstreamsHealthIndicator"})
    @ConditionalOnEnabledHealthIndicator("upstreams")
    CompositeHealthContributor upstreamsHealthContributor(Headgate headgate) {
        Map<String, HealthContributor> upstreams = new LinkedHashMap<>();
        headgate.upstreamNames().forEach(name -> upstreams.put(name, new UpstreamHealthIndicator(headgate, name)));
        return CompositeHealthContributor.fromMap(upstreams);
    }
}
