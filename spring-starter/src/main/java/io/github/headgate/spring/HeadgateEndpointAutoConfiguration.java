package io.github.headgate.spring;

import io.github.headgate.Headgate;
import io.github.headgate.servlet.InboundFilter;
import java.util.Objects;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The actuator endpoints {@link UpstreamsEndpoint upstreams} and {@link InboundEndpoint inbound}, where there is an actuator and they are exposed. */
@AutoConfiguration(after = {HeadgateAutoConfiguration.class, HeadgateServletAutoConfiguration.class})
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

    /** Where requests are counted: in a servlet application whose settings ask for that. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "jakarta.servlet.Filter")
    @ConditionalOnBean(value = InboundFilter.class, parameterizedContainer = FilterRegistrationBean.class)
    static class Inbound {
        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint
        InboundEndpoint inboundEndpoint(FilterRegistrationBean<InboundFilter> registration) {
            return new InboundEndpoint(Objects.requireNonNull(registration.getFilter()));
        }
    }
}
