package io.github.headgate.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.FormContentFilter;
import org.springframework.web.filter.HiddenHttpMethodFilter;
import org.springframework.web.servlet.HandlerMapping;

/** What the proxy needs where Spring MVC stands beside it: room for both, and bodies that nobody has read before. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = "org.springframework.web.servlet.DispatcherServlet")
@Conditional(OnRoutes.class)
final class MvcProxyConfiguration {
    static final String REMAINDER_FILTER = "upstreamProxyRemainderFilter";

    /** Of Spring Boot, by its name: the type is in another package in each of its generations. */
    private static final String DISPATCHER = "dispatcherServletRegistration";

    MvcProxyConfiguration() {}

    /* Filters of a servlet come after all filters of paths: security, for example, is asked first. */
    @Bean(REMAINDER_FILTER)
    @ConditionalOnBean(name = DISPATCHER)
    @ConditionalOnProperty(name = "spring.mvc.servlet.path", havingValue = "/", matchIfMissing = true)
    FilterRegistrationBean<RemainderFilter> upstreamProxyRemainderFilter(
            ReverseProxy proxy,
            @Qualifier(DISPATCHER) ServletRegistrationBean<?> dispatcher,
            ObjectProvider<HandlerMapping> mappings) {
        FilterRegistrationBean<RemainderFilter> registration = new FilterRegistrationBean<>(
                new RemainderFilter(proxy.servlet(), new OwnHandlers(mappings)), dispatcher);
        registration.setName(REMAINDER_FILTER);
        registration.setEnabled(proxy.takesTheRest());
        return registration;
    }

    @Bean
    @ConditionalOnMissingBean(FormContentFilter.class)
    @ConditionalOnBooleanProperty(name = "spring.mvc.formcontent.filter.enabled", matchIfMissing = true)
    LazyFormContentFilter formContentFilter() {
        return new LazyFormContentFilter();
    }

    @Bean
    @ConditionalOnMissingBean(HiddenHttpMethodFilter.class)
    @ConditionalOnBooleanProperty("spring.mvc.hiddenmethod.filter.enabled")
    ProxyHiddenHttpMethodFilter hiddenHttpMethodFilter() {
        return new ProxyHiddenHttpMethodFilter();
    }
}
