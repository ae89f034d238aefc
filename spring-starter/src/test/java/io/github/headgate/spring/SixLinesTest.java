package io.github.headgate.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.IntStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.ImportHttpServices;

/** An application as a team would write it, which knows nothing of us but six lines of YAML. */
@Timeout(60)
class SixLinesTest {
    private final MockWebServer first = server();
    private final MockWebServer second = server();
    private ConfigurableApplicationContext context;

    /** An interface client. */
    interface Orders {
        @GetExchange("/all")
        String all();
    }

    @RestController
    static class Shop {
        private final RestClient restClient;
        private final RestTemplateBuilder restTemplate;
        private final Orders orders;

        Shop(RestClient.Builder restClient, RestTemplateBuilder restTemplate, Orders orders) {
            this.restClient = restClient.build();
            this.restTemplate = restTemplate;
            this.orders = orders;
        }

        @GetMapping("/rest-client")
        String byRestClient() {
            return "" + restClient.get().uri("http://orders/all").retrieve().body(String.class);
        }

        @GetMapping("/rest-template")
        String byRestTemplate() {
            return "" + restTemplate.build().getForObject("http://orders/all", String.class);
        }

        @GetMapping("/interface")
        String byInterface() {
            return orders.all();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @ImportHttpServices(group = "orders", types = Orders.class)
    @Import(Shop.class)
    static class Application {}

    private static MockWebServer server() {
        MockWebServer server = new MockWebServer();
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder().body("all orders").build();
            }
        });
        return server;
    }

    @BeforeEach
    void start() throws Exception {
        first.start();
        second.start();
        context = SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--spring.config.location=classpath:six-lines.yml",
                "--first=http://127.0.0.1:" + first.getPort(),
                "--second=http://127.0.0.1:" + second.getPort());
    }

    @AfterEach
    void stop() {
        context.close();
        second.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return java.net.http.HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private void everyClientGets(int status) throws Exception {
        for (String path : new String[] {"/rest-client", "/rest-template", "/interface"}) {
            for (int i : IntStream.range(0, 12).toArray()) {
                assertThat(get(path).statusCode()).as("%s, call %d", path, i).isEqualTo(status);
            }
        }
    }

    private void isHealth(String path, int code, String status) throws Exception {
        HttpResponse<String> response = get("/actuator/health" + path);
        assertThat(response.body()).contains("\"status\":\"" + status + "\"");
        assertThat(response.statusCode()).isEqualTo(code);
    }

    @Test
    void aKilledEndpointIsSurvivedAndBothAreReportedAndAnsweredFor() throws Exception {
        everyClientGets(200);
        isHealth("", 200, "UP");

        first.close();
        everyClientGets(200);
        isHealth("", 200, "DEGRADED");
        isHealth("/liveness", 200, "UP");

        second.close();
        for (int i = 0; i < 12; i++) {
            get("/rest-client");
        }
        everyClientGets(503);
        isHealth("", 503, "OUT_OF_SERVICE");
        isHealth("/liveness", 200, "UP");
        isHealth("/readiness", 200, "UP");
        HttpResponse<String> answer = get("/interface");
        assertThat(answer.headers().firstValue("Proxy-Status"))
                .hasValue("headgate; error=destination_unavailable; next-hop=orders");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }
}
