package io.github.headgate.spring;

import io.github.headgate.Headgate;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.servlet.GatewaySettings;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.gateway.server.mvc.config.GatewayMvcProperties;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange;
import org.springframework.cloud.gateway.server.mvc.handler.RestClientProxyExchange;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * Lets the routes of Spring Cloud Gateway Server WebMVC whose {@code uri} is {@code http://orders}, or one of the
 * {@code hosts} of the upstream {@code orders}, go through that; others are what they were. Takes the place of Spring Cloud
 * Gateway's own exchange, and stays away where the application has one, or is of Spring Boot 3. What fails is answered by the
 * filter of {@link HeadgateServletAutoConfiguration}.
 */
@AutoConfiguration(
        after = {HeadgateAutoConfiguration.class, HeadgateClientAutoConfiguration.class},
        beforeName = "org.springframework.cloud.gateway.server.mvc.GatewayServerMvcAutoConfiguration")
@ConditionalOnClass(
        name = {
            "org.springframework.cloud.gateway.server.mvc.handler.ProxyExchange",
            "org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer"
        })
@ConditionalOnBooleanProperty(name = "spring.cloud.gateway.server.webmvc.enabled", matchIfMissing = true)
@ConditionalOnBean({Headgate.class, GatewaySettings.class})
public final class HeadgateGatewayAutoConfiguration {
    HeadgateGatewayAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(ProxyExchange.class)
    UpstreamProxyExchange upstreamProxyExchange(
            Headgate headgate,
            GatewaySettings settings,
            AnswerSettings answer,
            RestClient.Builder client,
            ObjectProvider<ClientHttpRequestFactory> own,
            GatewayMvcProperties properties) {
        // a factory of the application takes the place of Spring Boot's, and with it of ours
        own.ifAvailable(others -> client.requestFactory(new UpstreamRequestFactory(headgate, others)));
        return new UpstreamProxyExchange(
                headgate,
                answer.name(),
                settings.proxy().maxResponseHeaderSize(),
                new RestClientProxyExchange(client.build(), properties));
    }
}
