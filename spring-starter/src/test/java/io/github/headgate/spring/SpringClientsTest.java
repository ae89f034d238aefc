package io.github.headgate.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.headgate.Headgate;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientPropertiesAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestTemplateAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.service.HttpServiceClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PutExchange;
import org.springframework.web.service.registry.ImportHttpServices;

/** Spring's clients as Spring Boot builds them, and an upstream's name as the host, or one of its hosts. */
@Timeout(30)
class SpringClientsTest {
    private final MockWebServer working = new MockWebServer();
    private int closedPort;
    private ApplicationContextRunner runner = new ApplicationContextRunner();

    /** An interface client. */
    interface Orders {
        @GetExchange("/orders/7")
        String seventh();

        @PutExchange("/orders/7")
        String put(@RequestBody String order);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportHttpServices(group = "orders", types = Orders.class)
    static class InterfaceClients {}

    /** The three ways to call. */
    enum Client {
        REST_CLIENT,
        REST_TEMPLATE,
        INTERFACE;

        @Nullable
        String get(ApplicationContext context, String base) {
            String uri = base + "/orders/7";
            return switch (this) {
                case REST_CLIENT ->
                    restClient(context).get().uri(uri).retrieve().body(String.class);
                case REST_TEMPLATE ->
                    context.getBean(RestTemplateBuilder.class).build().getForObject(uri, String.class);
                case INTERFACE -> context.getBean(Orders.class).seventh();
            };
        }
    }

    private static RestClient restClient(ApplicationContext context) {
        return context.getBean(RestClient.Builder.class).build();
    }

    @BeforeEach
    void start() throws IOException {
        working.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                String body = request.getBody() == null ? "" : request.getBody().utf8();
                return new MockResponse.Builder()
                        .body(request.getMethod() + " " + request.getTarget() + " " + body)
                        .build();
            }
        });
        working.start();
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = closed.getLocalPort();
        }
        runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        HeadgateAutoConfiguration.class,
                        HeadgateClientAutoConfiguration.class,
                        HttpClientAutoConfiguration.class,
                        ImperativeHttpClientAutoConfiguration.class,
                        HttpMessageConvertersAutoConfiguration.class,
                        HttpServiceClientPropertiesAutoConfiguration.class,
                        HttpServiceClientAutoConfiguration.class,
                        RestClientAutoConfiguration.class,
                        RestTemplateAutoConfiguration.class))
                .withUserConfiguration(InterfaceClients.class)
                .withPropertyValues("spring.http.serviceclient.orders.base-url=http://orders");
    }

    @AfterEach
    void stop() {
        working.close();
    }

    private void run(String endpoints, BiConsumer<AssertableApplicationContext, String> test) {
        runner.withPropertyValues("headgate.upstreams.orders.endpoints=" + endpoints)
                .run(context -> test.accept(context, "http://orders"));
    }

    private String closed() {
        return "http://127.0.0.1:" + closedPort;
    }

    private String working() {
        return "http://127.0.0.1:" + working.getPort();
    }

    @ParameterizedTest
    @EnumSource
    void aKilledEndpointIsSurvived(Client client) {
        run(closed() + "," + working(), (context, base) -> assertThat(
                        Stream.generate(() -> client.get(context, base)).limit(20))
                .containsOnly("GET /orders/7 "));
    }

    @ParameterizedTest
    @EnumSource
    void theSpringExceptionCarriesTheFailure(Client client) {
        run(closed(), (context, base) -> assertThat(catchThrowable(() -> client.get(context, base)))
                .isInstanceOf(ResourceAccessException.class)
                .cause()
                .isInstanceOfSatisfying(UpstreamException.class, failed -> {
                    assertThat(failed.upstream()).isEqualTo("orders");
                    assertThat(failed.type()).isEqualTo(FailureType.CONNECTION_REFUSED);
                }));
    }

    @Test
    void aBodyIsSentAgainAfterARefusedConnection() {
        run(closed() + "," + working(), (context, base) -> assertThat(
                        Stream.generate(() -> context.getBean(Orders.class).put("two pens"))
                                .limit(6))
                .containsOnly("PUT /orders/7 two pens"));
    }

    @Test
    void anotherHostOrAPortIsNoUpstream() {
        run(closed(), (context, base) -> {
            String other = "http://localhost:" + working.getPort();
            assertThat(Client.REST_CLIENT.get(context, other)).isEqualTo("GET /orders/7 ");
            assertThat(catchThrowable(() -> Client.REST_CLIENT.get(context, "http://orders:1")))
                    .isInstanceOf(ResourceAccessException.class)
                    .cause()
                    .isNotInstanceOf(UpstreamException.class);
        });
    }

    @ParameterizedTest
    @EnumSource
    void aHostOfAnUpstreamIsThatUpstreamAndTheRestOfTheUrlStays(Client client) {
        runner = runner.withPropertyValues(
                "headgate.upstreams.orders.hosts=api.example.com",
                "spring.http.serviceclient.orders.base-url=https://api.example.com/v2");
        run(closed() + "," + working(), (context, base) -> assertThat(
                        Stream.generate(() -> client.get(context, "https://api.example.com/v2"))
                                .limit(20))
                .containsOnly("GET /v2/orders/7 "));
        assertThat(Stream.generate(this::nextHost).limit(20)).containsOnly("127.0.0.1:" + working.getPort());
    }

    private @Nullable String nextHost() {
        try {
            return working.takeRequest().getHeaders().get("Host");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aHostWithAPortIsThatPortAlone() {
        runner = runner.withPropertyValues("headgate.upstreams.orders.hosts=localhost:" + closedPort);
        run(working(), (context, base) -> {
            assertThat(Client.REST_CLIENT.get(context, "http://localhost:" + closedPort))
                    .isEqualTo("GET /orders/7 ");
            assertThat(Client.REST_CLIENT.get(context, "http://localhost:" + working.getPort()))
                    .isEqualTo("GET /orders/7 ");
        });
    }

    @Test
    void twoUpstreamsOfOneHostStopTheStart() {
        runner.withPropertyValues(
                        "headgate.upstreams.orders.endpoints=" + closed(),
                        "headgate.upstreams.orders.hosts=api.example.com",
                        "headgate.upstreams.stock.endpoints=" + closed(),
                        "headgate.upstreams.stock.hosts[0]=api.example.com:443",
                        "headgate.upstreams.stock.hosts[1]=https://stock.example.com")
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("headgate.upstreams.stock.hosts = api.example.com:443"
                                + " (expected: a host of one upstream only; this one is of orders too)")
                        .hasMessageContaining("headgate.upstreams.stock.hosts[1] = https://stock.example.com"
                                + " (expected: a host with or without a port, such as api.example.com)"));
    }

    @Test
    void nothingIsTouchedWithoutSpringBootsClients() {
        new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(HeadgateAutoConfiguration.class, HeadgateClientAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.http.client"))
                .withPropertyValues("headgate.upstreams.orders.endpoints=" + closed())
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(Headgate.class)
                        .doesNotHaveBean(HeadgateClientAutoConfiguration.class));
    }
}
