package io.github.headgate.spring;

import io.github.headgate.Headgate;
import io.github.headgate.UpstreamStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The health contributor {@code upstreams}, with one entry per upstream: {@code UP} while every primary endpoint admits
 * calls, {@code DEGRADED} (HTTP 200) while some do not, {@code OUT_OF_SERVICE} (HTTP 503) while none does and every call is
 * refused.
 *
 * <p>It belongs to neither the liveness nor the readiness group: an upstream that is down is no reason to restart this
 * application, or to take it away from callers of other upstreams. Those that are marked as {@code critical} belong to readiness. Let
 * load balancers ask {@code /actuator/health/readiness}. Turn it off with {@code management.health.upstreams.enabled=false}.
 */
@AutoConfiguration(
        after = HeadgateAutoConfiguration.class,
        afterName =
                "org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration")
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
        return contributor(headgate, upstream -> true);
    }

    /* Of the upstreams that are critical when the application starts. */
    @Bean(CriticalReadiness.CONTRIBUTOR)
    @ConditionalOnEnabledHealthIndicator("upstreams")
    CompositeHealthContributor criticalUpstreams(Headgate headgate) {
        return contributor(headgate, upstream -> upstream.policy().critical());
    }

    private static CompositeHealthContributor contributor(Headgate headgate, Predicate<UpstreamStatus> isPart) {
        Map<String, HealthContributor> upstreams = new LinkedHashMap<>();
        headgate.status().stream()
                .filter(isPart)
                .map(UpstreamStatus::name)
                .forEach(name -> upstreams.put(name, new UpstreamHealthIndicator(headgate, name)));
        return CompositeHealthContributor.fromMap(upstreams);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor")
    @ConditionalOnEnabledHealthIndicator("upstreams")
    static class Readiness {
        /* After that of Spring Boot which makes the group of that name. */
        @Bean
        CriticalReadiness criticalReadiness() {
            return new CriticalReadiness();
        }
    }
}
