package io.github.headgate.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpServer;
import io.github.headgate.Admission;
import io.github.headgate.Headgate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class UpstreamHealthTest {
    private static final String ORDERS = "headgate.upstreams.orders.";

    private HttpServer server;
    private String whole;
    private String refused;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withInitializer(new HeadgateDefaults())
            .withBean(ApplicationAvailabilityBean.class)
            .withConfiguration(AutoConfigurations.of(
                    HeadgateAutoConfiguration.class,
                    HeadgateHealthAutoConfiguration.class,
                    HealthContributorAutoConfiguration.class,
                    HealthContributorRegistryAutoConfiguration.class,
                    AvailabilityHealthContributorAutoConfiguration.class,
                    AvailabilityProbesAutoConfiguration.class,
                    HealthEndpointAutoConfiguration.class))
            .withPropertyValues(
                    "management.endpoint.health.probes.enabled=true",
                    ORDERS + "breaker.consecutive-failures=1",
                    ORDERS + "breaker.open-for=60s",
                    ORDERS + "load-balancing=first-available");

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        whole = "http://127.0.0.1:" + server.getAddress().getPort();
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refused = "http://127.0.0.1:" + closed.getLocalPort();
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void upWhileEveryEndpointAdmitsCalls() {
        runner.withPropertyValues(ORDERS + "endpoints=" + whole).run(context -> {
            get(context);
            assertThat(health(context).getStatus()).isEqualTo(Status.UP);
            assertThat(health(context).getDetails())
                    .containsEntry("available", true)
                    .containsEntry("whole", true)
                    .containsEntry("inFlight", 0);
            assertThat(status(context, "upstreams", "orders")).isEqualTo("UP");
        });
    }

    @Test
    void degradedWhileOneIsOutAndNeitherHiddenNorDown() {
        runner.withPropertyValues(ORDERS + "endpoints=" + refused + "," + whole).run(context -> {
            get(context);
            assertThat(health(context).getStatus()).isEqualTo(UpstreamHealthIndicator.DEGRADED);
            Map<String, Object> first = endpoints(context).get(0);
            assertThat(first)
                    .containsEntry("endpoint", refused)
                    .containsEntry("state", "OPEN")
                    .containsEntry("inFlight", 0)
                    .containsEntry("countedAttempts", 1)
                    .containsEntry("failedAttempts", 1)
                    .containsEntry("lastFailure", "connection_refused")
                    .containsKey("lastFailureAt");
            assertThat(endpoints(context).get(1))
                    .containsEntry("state", "CLOSED")
                    .containsEntry("countedAttempts", 1)
                    .containsEntry("failedAttempts", 0)
                    .doesNotContainKey("lastFailure");
            assertThat(status(context)).isEqualTo("DEGRADED");
            assertThat(status(context, "liveness")).isEqualTo("UP");
        });
    }

    @Test
    void outOfServiceWhileNoneAdmitsACallAndStillAlive() {
        runner.withPropertyValues(ORDERS + "endpoints=" + refused).run(context -> {
            FailedCall.make(context.getBean(Headgate.class), "orders");
            assertThat(health(context).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(status(context)).isEqualTo("OUT_OF_SERVICE");
            assertThat(status(context, "liveness")).isEqualTo("UP");
            assertThat(status(context, "readiness")).isEqualTo("UP");
        });
    }

    @ParameterizedTest
    @CsvSource({"true,OUT_OF_SERVICE", "false,UP"})
    void readinessAsksForWhatIsCriticalAndForNothingElse(boolean isCritical, String expected) {
        runner.withPropertyValues(
                        ORDERS + "endpoints=" + whole,
                        ORDERS + "critical=" + isCritical,
                        "headgate.upstreams.stock.endpoints=" + whole)
                .run(context -> {
                    assertThat(status(context, "readiness")).isEqualTo("UP");
                    Headgate headgate = context.getBean(Headgate.class);
                    headgate.admit("stock", Admission.FORCED_OPEN);
                    assertThat(status(context, "readiness")).isEqualTo("UP");
                    headgate.admit("orders", Admission.FORCED_OPEN);
                    assertThat(status(context, "readiness")).isEqualTo(expected);
                    assertThat(status(context, "liveness")).isEqualTo("UP");
                    CompositeHealthDescriptor all = (CompositeHealthDescriptor) Objects.requireNonNull(
                            context.getBean(HealthEndpoint.class).health());
                    assertThat(all.getComponents()).containsKey("upstreams").doesNotContainKey("criticalUpstreams");
                });
    }

    @Test
    void onceAProbeIsDueACallIsAdmittedAgain() {
        runner.withPropertyValues(ORDERS + "endpoints=" + refused, ORDERS + "breaker.open-for=1ns")
                .run(context -> {
                    FailedCall.make(context.getBean(Headgate.class), "orders");
                    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
                        while (!health(context).getStatus().equals(UpstreamHealthIndicator.DEGRADED)) {
                            Thread.onSpinWait();
                        }
                    });
                    assertThat(endpoints(context).get(0)).containsEntry("state", "HALF_OPEN");
                });
    }

    @Test
    void theUsersOrderOfStatesWins() {
        runner.withPropertyValues(
                        ORDERS + "endpoints=" + refused + "," + whole,
                        "management.endpoint.health.status.order=down,up,degraded")
                .run(context -> {
                    get(context);
                    assertThat(status(context)).isEqualTo("UP");
                });
    }

    private static void get(AssertableApplicationContext context) throws IOException {
        try (ClassicHttpResponse response = context.getBean(Headgate.class).execute("orders", new HttpGet("/"))) {
            assertThat(response.getCode()).isEqualTo(204);
        }
    }

    private static Health health(AssertableApplicationContext context) {
        CompositeHealthContributor upstreams =
                context.getBean("upstreamsHealthContributor", CompositeHealthContributor.class);
        HealthIndicator orders = (HealthIndicator) upstreams.getContributor("orders");
        assertThat(orders).isNotNull();
        return Objects.requireNonNull(Objects.requireNonNull(orders).health());
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> endpoints(AssertableApplicationContext context) {
        Object endpoints = health(context).getDetails().get("endpoints");
        assertThat(endpoints).isNotNull();
        return (List<Map<String, Object>>) Objects.requireNonNull(endpoints);
    }

    /* A context without SpringApplication is neither alive nor ready by itself. */
    private static String status(AssertableApplicationContext context, String... path) {
        AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
        AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
        HealthDescriptor descriptor = context.getBean(HealthEndpoint.class).healthForPath(path);
        return descriptor == null ? "absent" : String.valueOf(descriptor.getStatus());
    }
}
