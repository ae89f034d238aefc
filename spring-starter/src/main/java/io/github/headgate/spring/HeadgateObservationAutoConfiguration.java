package io.github.headgate.spring;

import io.github.headgate.CallTracer;
import io.github.headgate.micrometer.HeadgateObservations;
import io.github.headgate.servlet.TraceIds;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Observes calls and attempts, where there is Micrometer and a registry for observations. With a tracer they are spans, the upstream
 * gets the context of the attempt's, and the answer to a failed call and its log line name the trace.
 * {@code management.observations.enable.headgate=false} turns that off.
 *
 * <p>Of an observation Spring Boot makes a timer as well. There are the meters {@code headgate.calls} and
 * {@code headgate.attempts} already, so that those are off unless {@code management.metrics.enable.headgate.call=true} and
 * {@code management.metrics.enable.headgate.attempt=true} say otherwise.
 */
@AutoConfiguration(
        before = HeadgateAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration"
        })
@ConditionalOnClass({HeadgateObservations.class, ObservationRegistry.class})
@ConditionalOnBean(ObservationRegistry.class)
public final class HeadgateObservationAutoConfiguration {
    HeadgateObservationAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(CallTracer.class)
    HeadgateObservations headgateObservations(ObservationRegistry registry) {
        return new HeadgateObservations(registry);
    }

    /** Of callers, where callers are answered. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "jakarta.servlet.Filter")
    static class Answers {
        @Bean
        ObservedAnswers headgateObservedAnswers(ObservationRegistry registry) {
            return new ObservedAnswers(registry);
        }
    }

    /** Of callers whose requests are traced. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(value = Tracer.class, name = "jakarta.servlet.Filter")
    static class Traces {
        @Bean
        @ConditionalOnMissingBean(TraceIds.class)
        CurrentTrace headgateTraceIds(ObjectProvider<Tracer> tracer) {
            return new CurrentTrace(tracer);
        }
    }
}
