package io.github.headgate.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.headgate.Headgate;
import io.github.headgate.failure.UpstreamException;
import java.net.URI;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.cloud.gateway.server.mvc.GatewayServerMvcAutoConfiguration;
import org.springframework.cloud.gateway.server.mvc.filter.FilterAutoConfiguration;
import org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctionAutoConfiguration;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.cloud.gateway.server.mvc.predicate.PredicateAutoConfiguration;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** The exchange of Spring Cloud Gateway, where that is present and where it is not. */
@Timeout(30)
class SpringCloudGatewayTest {
    private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    HeadgateAutoConfiguration.class,
                    HeadgateClientAutoConfiguration.class,
                    HeadgateGatewayAutoConfiguration.class,
                    HttpClientAutoConfiguration.class,
                    ImperativeHttpClientAutoConfiguration.class,
                    HttpMessageConvertersAutoConfiguration.class,
                    RestClientAutoConfiguration.class,
                    FilterAutoConfiguration.class,
                    PredicateAutoConfiguration.class,
                    HandlerFunctionAutoConfiguration.class,
                    GatewayServerMvcAutoConfiguration.class))
            .withPropertyValues("headgate.upstreams.orders.endpoints=http://127.0.0.1:1");

    private static ServerResponse exchange(ProxyExchange exchange, String uri) {
        ServerRequest request = ServerRequest.create(new MockHttpServletRequest("GET", "/7"), List.of());
        return exchange.exchange(exchange.request(request).uri(URI.create(uri)).build());
    }

    private static Throwable thrown(ProxyExchange exchange, String uri) {
        return catchThrowable(() -> exchange(exchange, uri));
    }

    @Test
    void callsUpstreamsByTheirNames() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(ProxyExchange.class);
            assertThat(thrown(context.getBean(ProxyExchange.class), "http://orders/7"))
                    .isInstanceOf(ResourceAccessException.class)
                    .cause()
                    .isInstanceOfSatisfying(UpstreamException.class, failed -> assertThat(failed.upstream())
                            .isEqualTo("orders"));
        });
    }

    @Test
    void callsUpstreamsByTheirHosts() throws Exception {
        try (MockWebServer working = new MockWebServer()) {
            working.enqueue(new MockResponse.Builder().code(500).build());
            working.start();
            runner.withPropertyValues(
                            "headgate.upstreams.orders.endpoints=http://127.0.0.1:" + working.getPort(),
                            "headgate.upstreams.orders.hosts=api.example.com")
                    .run(context -> {
                        ServerResponse response =
                                exchange(context.getBean(ProxyExchange.class), "https://api.example.com/v2/7");
                        assertThat(response.statusCode().value()).isEqualTo(500);
                        assertThat(response.headers().get("Proxy-Status"))
                                .containsExactly("headgate; received-status=500");
                    });
            RecordedRequest request = working.takeRequest();
            assertThat(request.getTarget()).isEqualTo("/v2/7");
            assertThat(request.getHeaders().get("Host")).isEqualTo("127.0.0.1:" + working.getPort());
        }
    }

    @Test
    void callsOtherHostsAsEver() {
        runner.run(context -> assertThat(thrown(context.getBean(ProxyExchange.class), "http://127.0.0.1:1/7"))
                .isInstanceOf(ResourceAccessException.class)
                .cause()
                .isNotInstanceOf(UpstreamException.class));
    }

    @Test
    void callsUpstreamsWhereTheApplicationHasARequestFactoryOfItsOwn() {
        runner.withBean(ClientHttpRequestFactory.class, SimpleClientHttpRequestFactory::new)
                .run(context -> assertThat(thrown(context.getBean(ProxyExchange.class), "http://orders/7"))
                        .cause()
                        .isInstanceOf(UpstreamException.class));
    }

    @Test
    void leavesAnExchangeOfTheApplicationAlone() {
        ProxyExchange own = request -> {
            throw new IllegalStateException("own");
        };
        runner.withBean(ProxyExchange.class, () -> own)
                .run(context -> assertThat(context.getBean(ProxyExchange.class)).isSameAs(own));
    }

    @Test
    void staysAwayWhereTheGatewayIsSwitchedOff() {
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        HeadgateAutoConfiguration.class,
                        HeadgateGatewayAutoConfiguration.class,
                        GatewayServerMvcAutoConfiguration.class))
                .withPropertyValues(
                        "headgate.upstreams.orders.endpoints=http://127.0.0.1:1",
                        "spring.cloud.gateway.server.webmvc.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ProxyExchange.class));
    }

    @Test
    void staysAwayWithoutSpringCloudGateway() {
        new WebApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(HeadgateAutoConfiguration.class, HeadgateGatewayAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("org.springframework.cloud"))
                .withPropertyValues("headgate.upstreams.orders.endpoints=http://127.0.0.1:1")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(Headgate.class)
                        .doesNotHaveBean(HeadgateGatewayAutoConfiguration.class));
    }
}
