package io.github.headgate.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.Headgate;
import io.github.headgate.UpstreamStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

class UpstreamsEndpointTest {
    private static final String[] ORDERS = {
        "headgate.upstreams.orders.endpoints=http://127.0.0.1:1,http://127.0.0.1:2",
        "headgate.upstreams.orders.retry.max-attempts=2",
        "headgate.upstreams.stock.endpoints=http://127.0.0.1:3"
    };
    private static final String EXPOSED = "management.endpoints.web.exposure.include=upstreams,inbound,health";
    private static final String WRITABLE = "management.endpoint.upstreams.access=unrestricted";
    private static final String INBOUND_WRITABLE = "management.endpoint.inbound.access=unrestricted";

    private static ConfigurableApplicationContext readable;
    private static ConfigurableApplicationContext writable;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void startBoth() {
        readable = start(EXPOSED);
        writable = start(
                EXPOSED,
                WRITABLE,
                INBOUND_WRITABLE,
                "headgate.inbound.max-in-flight=9",
                "spring.web.error.include-message=always");
    }

    @AfterAll
    static void stopBoth() {
        writable.close();
        readable.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @Test
    void showsEveryUpstreamAndEachOfThem() throws Exception {
        ConfigurableApplicationContext context = readable;
        assertThat(get(context, "").body())
                .contains("\"orders\":{\"available\":true")
                .contains("\"stock\":{\"available\":true");
        assertThat(get(context, "/orders").body())
                .contains("\"endpoint\":\"http://127.0.0.1:2\"")
                .contains("\"settings\":{\"hosts\":[],\"dns-refresh\":\"30s\",")
                .contains("\"retry\":{\"max-attempts\":2,")
                .doesNotContain("127.0.0.1:3");
        assertThat(get(context, "/order").statusCode()).isEqualTo(404);
    }

    @Test
    void changesNothingUnlessItMay() throws Exception {
        ConfigurableApplicationContext context = readable;
        assertThat(post(context, "/orders", "{\"admission\":\"drained\"}").statusCode())
                .isEqualTo(405);
        assertThat(isAvailable(context)).isTrue();
    }

    @Test
    void drainsAnEndpointOrAllAndLetsThemInAgain() throws Exception {
        ConfigurableApplicationContext context = writable;
        assertThat(post(context, "/orders", "{\"admission\":\"drained\",\"endpoint\":\"http://127.0.0.1:2\"}")
                        .body())
                .contains("\"available\":true")
                .containsOnlyOnce("\"admission\":\"DRAINED\"");
        assertThat(post(context, "/orders", "{\"admission\":\"forced-open\"}").body())
                .contains("\"available\":false");
        assertThat(isAvailable(context)).isFalse();
        assertThat(post(context, "/orders", "{\"admission\":\"automatic\"}").body())
                .contains("\"available\":true");
    }

    @Test
    void replacesTheEndpointsAndKeepsTheSettings() throws Exception {
        ConfigurableApplicationContext context = writable;
        HttpResponse<String> replaced = post(
                context,
                "/orders",
                "{\"endpoints\":\"http://127.0.0.1:4, http://127.0.0.1:5\",\"backupEndpoints\":\"http://127.0.0.1:6\"}");
        assertThat(replaced.body())
                .contains("\"endpoint\":\"http://127.0.0.1:4\"", "\"endpoint\":\"http://127.0.0.1:6\",\"backup\":true")
                .contains("\"max-attempts\":2")
                .doesNotContain("127.0.0.1:1\"");
        assertThat(post(context, "/orders", "{\"endpoints\":\"http://127.0.0.1:1,http://127.0.0.1:2\"}")
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> wrong = post(context, "/orders", "{\"endpoints\":\"127.0.0.1\"}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body())
                .contains("\"message\":\"headgate.upstreams.orders.endpoints[0] = 127.0.0.1 (expected: ");
        HttpResponse<String> both =
                post(context, "/orders", "{\"endpoints\":\"http://127.0.0.1:4\",\"admission\":\"drained\"}");
        assertThat(both.statusCode()).isEqualTo(400);
        assertThat(get(context, "/orders").body())
                .contains("http://127.0.0.1:2")
                .doesNotContain("127.0.0.1:4");
    }

    @Test
    void whatIsWrongIsNamedAndChangesNothing() throws Exception {
        ConfigurableApplicationContext context = writable;
        HttpResponse<String> upstream = post(context, "/order", "{\"admission\":\"drained\"}");
        assertThat(upstream.statusCode()).isEqualTo(400);
        assertThat(upstream.body()).contains("order: no such upstream (expected: one of [");
        HttpResponse<String> endpoint =
                post(context, "/orders", "{\"admission\":\"drained\",\"endpoint\":\"http://127.0.0.1:9\"}");
        assertThat(endpoint.statusCode()).isEqualTo(400);
        assertThat(endpoint.body()).contains("127.0.0.1:9");
        assertThat(post(context, "/orders", "{\"admission\":\"dry\"}").statusCode())
                .isEqualTo(400);
        assertThat(post(context, "/orders", "{}").statusCode()).isEqualTo(400);
        assertThat(isAvailable(context)).isTrue();
    }

    @Test
    void maintenanceBeginsAndEndsByHandAndLeavesHealthAlone() throws Exception {
        ConfigurableApplicationContext context = writable;
        assertThat(get(context, "/../inbound").body()).contains("\"limit\":9", "\"maintenance\":false");
        assertThat(get(context, "/../../shop").statusCode()).isEqualTo(404);
        assertThat(post(context, "/../inbound", "{\"maintenance\":true}").body())
                .contains("\"maintenance\":true");
        assertThat(get(context, "/../../shop").statusCode()).isEqualTo(503);
        assertThat(get(context, "/../health/liveness").statusCode()).isEqualTo(200);
        assertThat(post(context, "/../inbound", "{\"maintenance\":false}").statusCode())
                .isEqualTo(200);
        assertThat(get(context, "/../../shop").statusCode()).isEqualTo(404);
    }

    @Test
    void isThereOnlyWhereItIsExposed() throws Exception {
        try (ConfigurableApplicationContext context = start()) {
            assertThat(get(context, "").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void withoutAnActuatorTheRestStarts() {
        new ApplicationContextRunner()
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .withConfiguration(
                        AutoConfigurations.of(HeadgateAutoConfiguration.class, HeadgateEndpointAutoConfiguration.class))
                .withPropertyValues(ORDERS)
                .run(context ->
                        assertThat(context).hasSingleBean(Headgate.class).doesNotHaveBean("upstreamsEndpoint"));
    }

    private static ConfigurableApplicationContext start(String... settings) {
        SpringApplication application = new SpringApplication(Application.class);
        return application.run(Stream.of(Stream.of("server.port=0"), Arrays.stream(ORDERS), Arrays.stream(settings))
                .flatMap(part -> part)
                .map(setting -> "--" + setting)
                .toArray(String[]::new));
    }

    private static boolean isAvailable(ConfigurableApplicationContext context) {
        return context.getBean(Headgate.class).status().stream().allMatch(UpstreamStatus::isAvailable);
    }

    private HttpResponse<String> get(ConfigurableApplicationContext context, String path) throws Exception {
        return client.send(request(context, path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(ConfigurableApplicationContext context, String path, String json)
            throws Exception {
        return client.send(
                request(context, path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(ConfigurableApplicationContext context, String path) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/upstreams" + path)
                .normalize());
    }
}
