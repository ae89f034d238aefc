package io.github.headgate.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.headgate.Headgate;
import io.github.headgate.failure.UpstreamException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    private static Throwable thrown(ProxyExchange exchange, String uri) {
        ServerRequest request = ServerRequest.create(new MockHttpServletRequest("GET", "/7"), List.of());
        return catchThrowable(() ->
                exchange.exchange(exchange.request(request).uri(URI.create(uri)).build()));
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

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "http://orders/7, orders",
                "https://orders/7, orders",
                "http://orders:8080/7, none",
                "http://other/7, none",
                "lb://orders/7, none",
                "mailto:orders, none"
            })
    void aHostIsAnUpstream(String uri, @Nullable String upstream) {
        try (Headgate headgate = Headgate.builder()
                .upstream("orders", orders -> orders.endpoints("http://127.0.0.1:1"))
                .build()) {
            assertThat(UpstreamName.of(URI.create(uri), headgate)).isEqualTo(upstream);
        }
    }
}
