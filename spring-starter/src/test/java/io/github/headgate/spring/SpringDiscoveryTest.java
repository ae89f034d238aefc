package io.github.headgate.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.headgate.EndpointStatus;
import io.github.headgate.Headgate;
import io.github.headgate.upstream.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.client.discovery.simple.SimpleDiscoveryClientAutoConfiguration;
import org.springframework.cloud.commons.util.UtilAutoConfiguration;
import org.springframework.context.ApplicationContext;

class SpringDiscoveryTest {
    private static final String ORDERS = "headgate.upstreams.orders.";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(HeadgateAutoConfiguration.class, HeadgateDiscoveryAutoConfiguration.class))
            .withPropertyValues(ORDERS + "discovery=spring");

    /** A registry that can be changed, and can fail. */
    private static final class Registry implements DiscoveryClient {
        private volatile List<ServiceInstance> instances;
        private volatile boolean isDown;

        Registry(ServiceInstance... instances) {
            this.instances = List.of(instances);
        }

        @Override
        public String description() {
            return "test";
        }

        @Override
        public List<ServiceInstance> getInstances(String serviceId) {
            if (isDown) {
                throw new IllegalStateException("registry is down");
            }
            return serviceId.equals("order-service") ? instances : List.of();
        }

        @Override
        public List<String> getServices() {
            return List.of("order-service");
        }
    }

    private static ServiceInstance instance(String host, int port, Map<String, String> metadata) {
        return new DefaultServiceInstance(host + port, "order-service", host, port, false, metadata);
    }

    private static List<String> endpoints(ApplicationContext context) {
        return context.getBean(Headgate.class).status().get(0).endpoints().stream()
                .map(EndpointStatus::endpoint)
                .map(Endpoint::toString)
                .toList();
    }

    private static void heartbeatUntil(ApplicationContext context, Predicate<List<String>> isSo) {
        context.publishEvent(new HeartbeatEvent(context, 1));
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            while (!isSo.test(endpoints(context))) {
                Thread.onSpinWait();
            }
        });
    }

    @Test
    void callsGoToWhatTheSimpleClientNames() throws Exception {
        try (MockWebServer server = new MockWebServer()) {
            server.enqueue(new MockResponse.Builder().body("ok").build());
            server.start();
            runner.withConfiguration(AutoConfigurations.of(
                            SimpleDiscoveryClientAutoConfiguration.class, UtilAutoConfiguration.class))
                    .withPropertyValues("spring.cloud.discovery.client.simple.instances.orders[0].uri=http://127.0.0.1:"
                            + server.getPort())
                    .run(context -> {
                        try (ClassicHttpResponse response =
                                context.getBean(Headgate.class).execute("orders", new HttpGet("/"))) {
                            assertThat(response.getCode()).isEqualTo(200);
                        }
                    });
        }
    }

    @Test
    void whatTheRegistryChangesIsFollowedAndWhatItLosesIsKept() {
        Registry registry = new Registry(
                instance("10.0.0.2", 80, Map.of("zone", "eu-1a", "weight", "3")), instance("10.0.0.1", 8080, Map.of()));
        runner.withBean(DiscoveryClient.class, () -> registry)
                .withPropertyValues(ORDERS + "service-id=order-service")
                .run(context -> {
                    assertThat(endpoints(context)).containsExactly("http://10.0.0.1:8080", "http://10.0.0.2");
                    assertThat(context.getBean(Headgate.class).status().get(0).endpoints())
                            .extracting(status -> status.endpoint().weight())
                            .containsExactly(1, 3);
                    registry.instances = List.of(
                            instance("10.0.0.3", 80, Map.of()),
                            instance("no host", 80, Map.of()),
                            instance("10.0.0.4", 80, Map.of("weight", "heavy")));
                    heartbeatUntil(context, List.of("http://10.0.0.3", "http://10.0.0.4")::equals);

                    DiscoveredService service = new DiscoveredService("order-service");
                    service.refresh(registry);
                    registry.isDown = true;
                    service.refresh(registry);
                    assertThat(service.endpoints()).hasSize(2);
                    registry.isDown = false;
                    registry.instances = List.of();
                    service.refresh(registry);
                    assertThat(service.endpoints()).hasSize(2);
                });
    }

    @Test
    void theSameInstancesInAnotherOrderAreNoChange() {
        Registry registry = new Registry(instance("10.0.0.1", 80, Map.of()), instance("::1", 80, Map.of()));
        DiscoveredService service = new DiscoveredService("order-service");
        service.refresh(registry);
        List<Endpoint> before = service.endpoints();
        registry.instances = List.of(instance("::1", 80, Map.of()), instance("10.0.0.1", 80, Map.of()));
        service.refresh(registry);
        assertThat(service.endpoints())
                .isSameAs(before)
                .extracting(Endpoint::toString)
                .contains("http://[::1]");
    }

    @Test
    void whatIsWrongIsNamed() {
        runner.withPropertyValues(ORDERS + "discovery=eureka", ORDERS + "endpoints=http://a:1")
                .run(
                        context -> assertThat(context)
                                .getFailure()
                                .rootCause()
                                .hasMessageContaining(
                                        "headgate.upstreams.orders.discovery = eureka (expected: of [spring])")
                                .hasMessageContaining(
                                        "headgate.upstreams.orders.endpoints = http://a:1 (expected: not together with discovery)"));
        runner.withClassLoader(new FilteredClassLoader("org.springframework.cloud"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("headgate.upstreams.orders.discovery = spring"
                                + " (expected: none: there is no discovery here)"));
        runner.run(context -> assertThat(context).getFailure().hasMessageContaining("DiscoveryClient"));
    }

    @Test
    void aBeanOfTheApplicationIsNamedWithoutItsEnding() {
        runner.withBean(
                        "ownDiscovery",
                        io.github.headgate.upstream.Discovery.class,
                        () -> serviceId -> () -> List.of(Endpoint.parse("http://" + serviceId + ":1", false)))
                .withPropertyValues(ORDERS + "discovery=own")
                .run(context -> assertThat(Stream.of(endpoints(context).get(0)))
                        .allMatch(url -> url.startsWith("http://orders:1")));
    }
}
