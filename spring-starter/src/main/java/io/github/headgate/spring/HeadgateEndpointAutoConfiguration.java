package io.github.headgate.spring;

import io.github.headgate.Headgate;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The actuator endpoint {@link UpstreamsEndpoint upstreams}, where there is an actuator and the endpoint is exposed. */
@AutoConfiguration(after = HeadgateAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(Headgate.class)
public final class HeadgateEndpointAutoConfiguration {
    HeadgateEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint
    UpstreamsEndpoint upstreamsEndpoint(Headgate headgate) {
        return new UpstreamsEndpoint(headgate);
    }
}
