package io.github.headgate.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headgate.CallTracer;
import io.github.headgate.Headgate;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.micrometer.HeadgateObservations;
import io.github.headgate.servlet.TraceIds;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Where calls are observed and where they are not. */
class HeadgateObservationTest {
    private final ApplicationContextRunner withoutRegistry = new ApplicationContextRunner()
            .withInitializer(new HeadgateDefaults())
            .withConfiguration(
                    AutoConfigurations.of(HeadgateAutoConfiguration.class, HeadgateObservationAutoConfiguration.class))
            .withPropertyValues("headgate.upstreams.orders.endpoints=http://127.0.0.1:1");
    private final ApplicationContextRunner runner =
            withoutRegistry.withConfiguration(AutoConfigurations.of(ObservationAutoConfiguration.class));
    private final ApplicationContextRunner withMeters = runner.withConfiguration(AutoConfigurations.of(
            MetricsAutoConfiguration.class,
            CompositeMeterRegistryAutoConfiguration.class,
            SimpleMetricsExportAutoConfiguration.class,
            HeadgateMetricsAutoConfiguration.class));

    private static void fail(Headgate headgate) {
        assertThatThrownBy(() -> headgate.execute("orders", new HttpGet("/"))).isInstanceOf(UpstreamException.class);
    }

    private static long meters(MeterRegistry registry, String name) {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id ->
                        id.getName().startsWith(name + ".") || id.getName().equals(name))
                .count();
    }

    @Test
    void withoutARegistryNothingIsObserved() {
        withoutRegistry.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CallTracer.class));
    }

    @Test
    void withoutMicrometerNothingIsObserved() {
        runner.withClassLoader(new FilteredClassLoader(ObservationRegistry.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(CallTracer.class));
    }

    @Test
    void withoutATracerTheTraceIsTheCallers() {
        runner.withClassLoader(new FilteredClassLoader(Tracer.class)).run(context -> assertThat(context)
                .hasSingleBean(HeadgateObservations.class)
                .doesNotHaveBean(TraceIds.class));
    }

    @Test
    void withoutServletsThereAreNoAnswersToObserve() {
        runner.withClassLoader(new FilteredClassLoader("jakarta.servlet")).run(context -> assertThat(context)
                .hasSingleBean(HeadgateObservations.class)
                .doesNotHaveBean(ObservedAnswers.class));
    }

    @Test
    void theTracerOfTheApplicationTakesThePlaceOfOurs() {
        AtomicInteger begun = new AtomicInteger();
        CallTracer own = (upstream, method) -> {
            begun.incrementAndGet();
            throw new IllegalStateException("told nothing else");
        };
        runner.withBean(CallTracer.class, () -> own).run(context -> {
            assertThat(context).hasSingleBean(CallTracer.class);
            fail(context.getBean(Headgate.class));
            assertThat(begun).hasValue(1);
        });
    }

    @Test
    void anObservationIsNoMeterBesideOurs() {
        withMeters.run(context -> {
            fail(context.getBean(Headgate.class));
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(meters(registry, "headgate.call")).isZero();
            assertThat(meters(registry, "headgate.attempt")).isZero();
            assertThat(meters(registry, "headgate.calls")).isPositive();
            assertThat(meters(registry, "headgate.attempts")).isPositive();
        });
    }

    @Test
    void anObservationIsAMeterIfTheApplicationSaysSo() {
        withMeters
                .withPropertyValues("management.metrics.enable.headgate.call=true")
                .run(context -> {
                    fail(context.getBean(Headgate.class));
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("headgate.call")
                                    .tags("upstream", "orders", "outcome", "failed", "failure", "connection_refused")
                                    .timer()
                                    .count())
                            .isOne();
                });
    }
}
