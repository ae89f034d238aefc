package io.github.headgate.spring;

import io.github.headgate.Headgate;
import io.github.headgate.micrometer.HeadgateMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The meters {@code headgate.*}, where there is Micrometer and a registry. Spring Boot binds them, and its settings hold for them as
 * for all others: {@code management.metrics.enable.headgate=false} turns them off, {@code
 * management.metrics.distribution.percentiles-histogram.headgate.calls=true} adds a histogram.
 */
@AutoConfiguration(
        after = HeadgateAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({Headgate.class, MeterRegistry.class})
public final class HeadgateMetricsAutoConfiguration {
    HeadgateMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    HeadgateMetrics headgateMetrics(Headgate headgate) {
        return new HeadgateMetrics(headgate);
    }

    /** What callers get, where callers are answered. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "jakarta.servlet.Filter")
    static class Answers {
        @Bean
        FallbackMetrics headgateFallbackMetrics(Headgate headgate) {
            return new FallbackMetrics(headgate);
        }
    }
}
