package io.github.headgate.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.context.annotation.Bean;

/**
 * {@code headgate.upstreams.NAME.discovery: spring} where there is Spring Cloud. A bean of the application of the type {@link
 * io.github.headgate.upstream.Discovery} and with a name such as {@code ownDiscovery} is {@code discovery: own}.
 */
@AutoConfiguration(before = HeadgateAutoConfiguration.class)
@ConditionalOnClass(DiscoveryClient.class)
public final class HeadgateDiscoveryAutoConfiguration {
    HeadgateDiscoveryAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "springDiscovery")
    SpringDiscovery springDiscovery(ObjectProvider<DiscoveryClient> registry) {
        return new SpringDiscovery(registry);
    }
}
