package io.github.headgate.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.FormContentFilter;
import org.springframework.web.filter.HiddenHttpMethodFilter;
import org.springframework.web.servlet.HandlerMapping;

/** What the proxy needs where Spring MVC stands beside it: room for both, and bodies that nobody has read before. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = "org.springframework.boot.webmvc.autoconfigure.DispatcherServletRegistrationBean")
@Conditional(OnRoutes.class)
final class MvcProxyConfiguration {
    static final String REMAINDER_FILTER = "upstreamProxyRemainderFilter";

    MvcProxyConfiguration() {}

    /* Filters of a servlet come after all filters of paths: security, for example, is asked first. */
    @Bean(REMAINDER_FILTER)
    @ConditionalOnBean(DispatcherServletRegistrationBean.class)
    @ConditionalOnProperty(name = "spring.mvc.servlet.path", havingValue = "/", matchIfMissing = true)
    FilterRegistrationBean<RemainderFilter> upstreamProxyRemainderFilter(
            ReverseProxy proxy, DispatcherServletRegistrationBean dispatcher, ObjectProvider<HandlerMapping> mappings) {
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
