package io.github.headgate.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.headgate.Headgate;
import io.github.headgate.micrometer.HeadgateObservations;
import io.github.headgate.servlet.GatewaySettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.SpringVersion;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** An application of Spring Boot 3.5 with the starter that is compiled for Spring Boot 4. */
@Timeout(60)
class SpringBoot35Test {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static HttpServer orders;
    private static ConfigurableApplicationContext context;
    private static String logged;

    @RestController
    static class Shop {
        private final RestClient client;

        Shop(RestClient.Builder client, Headgate headgate) {
            this.client = client.requestFactory(
                            new UpstreamRequestFactory(headgate, new SimpleClientHttpRequestFactory()))
                    .build();
        }

        @GetMapping("/shop/{upstream}")
        String all(@PathVariable String upstream) {
            return "shop: "
                    + client.get()
                            .uri("http://{upstream}/all", upstream)
                            .retrieve()
                            .body(String.class);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Shop.class)
    static class Application {}

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        orders = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        orders.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            byte[] answer = ("orders: " + exchange.getRequestURI() + " " + new String(body, UTF_8)).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        orders.start();
        Path log = directory.resolve("log");
        context = SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--logging.file.name=" + log,
                "--management.endpoints.web.exposure.include=health,upstreams,prometheus",
                "--management.endpoint.upstreams.access=unrestricted",
                "--headgate.upstreams.orders.endpoints=http://127.0.0.1:"
                        + orders.getAddress().getPort(),
                "--headgate.upstreams.gone.endpoints=http://127.0.0.1:1",
                "--headgate.upstreams.gone.breaker.consecutive-failures=1000",
                "--headgate.upstreams.gone.breaker.minimum-calls=1000",
                "--headgate.proxy.routes[0].path=/api/**",
                "--headgate.proxy.routes[0].upstream=orders",
                "--headgate.proxy.routes[1].path=/gone/**",
                "--headgate.proxy.routes[1].upstream=gone",
                "--headgate.proxy.routes[2].path=/**",
                "--headgate.proxy.routes[2].upstream=orders");
        logged = Files.readString(log);
    }

    @AfterAll
    static void stop() {
        context.close();
        orders.stop(0);
    }

    private static HttpRequest.Builder request(String path) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    @Test
    void callsAreObserved() {
        assertThat(context.getBeansOfType(HeadgateObservations.class)).hasSize(1);
    }

    @Test
    void thisIsSpringBoot35AndNothingOfSpringBoot4() {
        assertThat(SpringBootVersion.getVersion()).startsWith("3.5.");
        assertThat(SpringVersion.getVersion()).startsWith("6.2.");
        assertThatThrownBy(() -> Class.forName("org.springframework.boot.health.contributor.Health"))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void startsWithoutAWarning() {
        assertThat(logged).contains("Started ").doesNotContain(" WARN ", " ERROR ");
    }

    @Test
    void aFailedCallOfAControllerIsAnsweredByTheFilter() throws Exception {
        assertThat(get("/shop/orders").body()).isEqualTo("shop: orders: /all ");
        HttpResponse<String> answer = get("/shop/gone");
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("Proxy-Status"))
                .hasValue("headgate; error=connection_refused; next-hop=gone");
    }

    @Test
    void aRouteGoesToItsUpstreamOrIsAnswered() throws Exception {
        assertThat(get("/api/1").body()).isEqualTo("orders: /api/1 ");
        HttpResponse<String> answer = get("/gone/1");
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("Proxy-Status"))
                .hasValue("headgate; error=connection_refused; next-hop=gone");
    }

    @Test
    void theRouteForAnythingTakesWhatControllersLeave() throws Exception {
        assertThat(get("/elsewhere").body()).isEqualTo("orders: /elsewhere ");
        assertThat(get("/actuator/health").body()).isEqualTo("{\"status\":\"UP\"}");
    }

    @Test
    void aFormReachesTheUpstreamUnread() throws Exception {
        HttpRequest.Builder form = request("/elsewhere")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .PUT(BodyPublishers.ofString("a=1&b=2"));
        assertThat(send(form).body()).isEqualTo("orders: /elsewhere a=1&b=2");
    }

    @Test
    void theActuatorShowsUpstreamsAndChangesThem() throws Exception {
        assertThat(get("/actuator/upstreams").body()).contains("\"orders\":{\"available\":true");
        assertThat(get("/actuator/upstreams/none").statusCode()).isEqualTo(404);
        assertThat(admit("drained").body()).contains("\"available\":false");
        assertThat(admit("automatic").body()).contains("\"available\":true");
    }

    private static HttpResponse<String> admit(String admission) throws Exception {
        return send(request("/actuator/upstreams/gone")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"admission\":\"" + admission + "\"}")));
    }

    @Test
    void ourDefaultsOfPropertiesAreInForce() {
        assertThat(context.getBean(GatewaySettings.class).inbound().exemptPaths())
                .containsExactly("/actuator/**");
    }

    @Test
    void callsAreMetered() throws Exception {
        get("/shop/orders");
        assertThat(get("/actuator/prometheus").body())
                .containsPattern("headgate_calls_seconds_count\\{[^}]*upstream=\"orders\"[^}]*} [1-9]");
    }
}
