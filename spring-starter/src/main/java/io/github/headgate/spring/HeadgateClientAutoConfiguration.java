package io.github.headgate.spring;

import io.github.headgate.Headgate;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Lets every {@code RestClient}, {@code RestTemplate} and interface client that Spring Boot builds call
 * {@code http://orders/…}, and the {@code hosts} of an upstream, through that upstream. Other hosts are called as ever. A
 * {@link ClientHttpRequestFactoryBuilder} bean of the application takes the place of Spring Boot's and is left alone; such an
 * application uses {@link UpstreamRequestFactory} itself.
 */
@AutoConfiguration(after = HeadgateAutoConfiguration.class)
@ConditionalOnClass(
        name = "org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer")
@ConditionalOnBean(Headgate.class)
public final class HeadgateClientAutoConfiguration {
    HeadgateClientAutoConfiguration() {}

    /* The last one: those of the application know the builders of Spring Boot, not ours. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    ClientHttpRequestFactoryBuilderCustomizer<ClientHttpRequestFactoryBuilder<?>> upstreamRequestFactoryCustomizer(
            Headgate headgate) {
        return others -> settings -> new UpstreamRequestFactory(headgate, others.build(settings));
    }
}
