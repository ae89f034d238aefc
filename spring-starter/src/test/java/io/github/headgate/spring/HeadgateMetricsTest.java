package io.github.headgate.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headgate.Headgate;
import io.github.headgate.answer.FallbackKind;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.micrometer.HeadgateMetrics;
import io.github.headgate.servlet.AnsweredFailure;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class HeadgateMetricsTest {
    private final ApplicationContextRunner withoutRegistry = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(HeadgateAutoConfiguration.class, HeadgateMetricsAutoConfiguration.class))
            .withPropertyValues("headgate.upstreams.orders.endpoints=http://127.0.0.1:1");
    private final ApplicationContextRunner runner = withoutRegistry.withConfiguration(AutoConfigurations.of(
            MetricsAutoConfiguration.class,
            CompositeMeterRegistryAutoConfiguration.class,
            SimpleMetricsExportAutoConfiguration.class));

    private static void fail(Headgate headgate) {
        assertThatThrownBy(() -> headgate.execute("orders", new HttpGet("/"))).isInstanceOf(UpstreamException.class);
    }

    private static long ours(MeterRegistry registry) {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getName().startsWith("headgate."))
                .count();
    }

    @Test
    void callsAndUpstreamsAreInTheRegistry() {
        runner.run(context -> {
            fail(context.getBean(Headgate.class));
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(registry.get("headgate.calls")
                            .tags("upstream", "orders", "failure", "connection_refused")
                            .timer()
                            .count())
                    .isOne();
            assertThat(registry.get("headgate.in.flight")
                            .tags("upstream", "orders")
                            .gauge()
                            .value())
                    .isZero();
        });
    }

    @Test
    void fallbacksAreCounted() {
        runner.run(context -> {
            FallbackMetrics metrics = context.getBean(FallbackMetrics.class);
            AnsweredFailure failure = new AnsweredFailure(FailureType.CONNECTION_REFUSED, "orders", 502, null, "id");
            metrics.answered(failure, FallbackKind.TEXT);
            metrics.answered(failure, null);
            metrics.fallbackFailed(
                    new AnsweredFailure(FailureType.DNS_ERROR, "not ours", 502, null, "id"), FallbackKind.HANDLER);
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(registry.get("headgate.fallbacks")
                            .tags("upstream", "orders", "failure", "connection_refused", "kind", "text")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("headgate.fallbacks.failed")
                            .tags("upstream", "other", "failure", "dns_error", "kind", "handler")
                            .counter()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void withoutMicrometerThereIsNothingOfIt() {
        withoutRegistry
                .withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> {
                    fail(context.getBean(Headgate.class));
                    assertThat(context).hasNotFailed().doesNotHaveBean("headgateMetrics");
                });
    }

    @Test
    void withoutARegistryNothingIsCounted() {
        withoutRegistry.run(
                context -> assertThat(context).hasSingleBean(Headgate.class).doesNotHaveBean(HeadgateMetrics.class));
    }

    @Test
    void ownMetricsTakeThePlaceOfOurs() {
        runner.withBean(
                        "own",
                        HeadgateMetrics.class,
                        () -> new HeadgateMetrics(Headgate.builder().build()))
                .run(context -> assertThat(context.getBeanNamesForType(HeadgateMetrics.class))
                        .containsExactly("own"));
    }

    @Test
    void theyAreTurnedOffLikeAllOthers() {
        runner.withPropertyValues("management.metrics.enable.headgate=false").run(context -> {
            fail(context.getBean(Headgate.class));
            assertThat(ours(context.getBean(MeterRegistry.class))).isZero();
        });
    }

    @Test
    void aHistogramIsAMatterOfSpringBootsSettings() {
        String histogram = "management.metrics.distribution.percentiles-histogram.headgate.calls=true";
        withoutRegistry
                .withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        PrometheusMetricsExportAutoConfiguration.class))
                .withPropertyValues(histogram)
                .run(context -> {
                    fail(context.getBean(Headgate.class));
                    assertThat(context.getBean(PrometheusMeterRegistry.class).scrape())
                            .contains("headgate_calls_seconds_bucket{")
                            .doesNotContain("headgate_attempts_seconds_bucket");
                });
    }

    @Test
    void theyGoWithTheContext() {
        SimpleMeterRegistry outlives = new SimpleMeterRegistry();
        runner.withBean("outlives", MeterRegistry.class, () -> outlives).run(context -> {
            assertThat(context).hasSingleBean(HeadgateMetrics.class);
            assertThat(ours(outlives)).isPositive();
        });
        assertThat(ours(outlives)).isZero();
    }
}
