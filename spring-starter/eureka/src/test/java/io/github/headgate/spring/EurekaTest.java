package io.github.headgate.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.netflix.discovery.EurekaClient;
import io.github.headgate.EndpointStatus;
import io.github.headgate.Headgate;
import io.github.headgate.upstream.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.netflix.eureka.server.EnableEurekaServer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A real Eureka server, applications that register there, and one that has its endpoints from there. */
@Timeout(120)
class EurekaTest {
    private final Deque<ConfigurableApplicationContext> started = new ArrayDeque<>();
    private final ConfigurableApplicationContext registry = startRegistry(0);
    private final String registryUrl =
            "eureka.client.service-url.defaultZone=http://127.0.0.1:" + port(registry) + "/eureka/";

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableEurekaServer
    static class Registry {}

    /** An instance of a service. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @RestController
    static class Orders {
        private final String name;

        Orders(@Value("${eureka.instance.instance-id}") String name) {
            this.name = name;
        }

        @GetMapping("/")
        String name() {
            return name;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Shop {}

    private ConfigurableApplicationContext start(Class<?> application, String... properties) {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(application)
                .properties(
                        "server.port=0",
                        "eureka.client.jersey.enabled=false", // the server brings Jersey
                        "logging.level.com.netflix.discovery=off") // which tells at length that the registry is gone
                .properties(properties)
                .run();
        started.push(context);
        return context;
    }

    private ConfigurableApplicationContext startRegistry(int port) {
        return start(
                Registry.class,
                "server.port=" + port,
                "eureka.client.register-with-eureka=false",
                "eureka.client.fetch-registry=false",
                "eureka.client.service-url.defaultZone=http://127.0.0.1/eureka/", // itself, so it has no peers
                "eureka.instance.hostname=127.0.0.1",
                "eureka.dashboard.enabled=false",
                "eureka.server.wait-time-in-ms-when-sync-empty=0",
                "eureka.server.use-read-only-response-cache=false");
    }

    private ConfigurableApplicationContext startInstance(String name, String... properties) {
        return start(
                Orders.class,
                Stream.concat(
                                Stream.of(
                                        registryUrl,
                                        "spring.application.name=order-service",
                                        "eureka.instance.instance-id=" + name,
                                        "eureka.instance.hostname=127.0.0.1",
                                        "eureka.instance.lease-renewal-interval-in-seconds=3600",
                                        "eureka.instance.lease-expiration-duration-in-seconds=7200",
                                        "eureka.client.fetch-registry=false"),
                                Stream.of(properties))
                        .toArray(String[]::new));
    }

    @AfterEach
    void stop() {
        started.forEach(ConfigurableApplicationContext::close); // the registry last
    }

    private static int port(ConfigurableApplicationContext context) {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    private static List<Endpoint> endpoints(ConfigurableApplicationContext context) {
        return context.getBean(Headgate.class).status().get(0).endpoints().stream()
                .map(EndpointStatus::endpoint)
                .toList();
    }

    private static boolean hasPorts(
            ConfigurableApplicationContext context, ConfigurableApplicationContext... instances) {
        return endpoints(context).stream()
                .map(Endpoint::toString)
                .sorted()
                .toList()
                .equals(Stream.of(instances)
                        .map(instance -> "http://127.0.0.1:" + port(instance))
                        .sorted()
                        .toList());
    }

    private static Set<String> called(ConfigurableApplicationContext context) throws IOException, ParseException {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            try (ClassicHttpResponse response = context.getBean(Headgate.class).execute("orders", new HttpGet("/"))) {
                names.add(EntityUtils.toString(response.getEntity()));
            }
        }
        return names;
    }

    private static void until(BooleanSupplier isSo) {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            while (!isSo.getAsBoolean()) {
                Thread.onSpinWait();
            }
        });
    }

    @Test
    void instancesJoinAndLeaveAndStayWhileTheRegistryIsGoneOrEmpty() throws Exception {
        ConfigurableApplicationContext first = startInstance("first");
        ConfigurableApplicationContext second = startInstance(
                "second", "eureka.instance.metadata-map.zone=eu-1a", "eureka.instance.metadata-map.weight=3");
        ConfigurableApplicationContext shop = start(
                Shop.class,
                registryUrl,
                "eureka.client.register-with-eureka=false",
                "eureka.client.registry-fetch-interval-seconds=1",
                "headgate.upstreams.orders.discovery=spring",
                "headgate.upstreams.orders.service-id=order-service",
                "headgate.upstreams.orders.load-balancing=round-robin");
        until(() -> hasPorts(shop, first, second));
        assertThat(endpoints(shop))
                .filteredOn(endpoint -> endpoint.port() == port(second))
                .first()
                .satisfies(endpoint -> assertThat(endpoint.weight()).isEqualTo(3))
                .satisfies(endpoint -> assertThat(endpoint.zone()).isEqualTo("eu-1a"));
        assertThat(called(shop)).containsExactlyInAnyOrder("first", "second");

        first.close();
        until(() -> hasPorts(shop, second));
        assertThat(called(shop)).containsExactly("second");

        ConfigurableApplicationContext third = startInstance("third");
        until(() -> hasPorts(shop, second, third));
        assertThat(called(shop)).containsExactlyInAnyOrder("second", "third");

        int port = port(registry);
        registry.close();
        com.netflix.discovery.DiscoveryClient client = client(shop);
        until(() -> client.getLastSuccessfulRegistryFetchTimePeriod() > 3000);
        DiscoveredService service = new DiscoveredService("order-service");
        service.refresh(shop.getBean(DiscoveryClient.class));
        assertThat(service.endpoints()).hasSize(2);
        assertThat(called(shop)).containsExactlyInAnyOrder("second", "third");

        assertThat(port(startRegistry(port))).isEqualTo(port); // knows no instance, and none tells it
        until(() -> shop.getBean(DiscoveryClient.class)
                .getInstances("order-service")
                .isEmpty());
        service.refresh(shop.getBean(DiscoveryClient.class));
        assertThat(service.endpoints()).hasSize(2);
        assertThat(hasPorts(shop, second, third)).isTrue();
        assertThat(called(shop)).containsExactlyInAnyOrder("second", "third");
    }

    private static com.netflix.discovery.DiscoveryClient client(ConfigurableApplicationContext context)
            throws Exception {
        Advised bean = (Advised) context.getBean(EurekaClient.class);
        return (com.netflix.discovery.DiscoveryClient)
                Objects.requireNonNull(bean.getTargetSource().getTarget());
    }
}
