package io.github.headgate.examples.gateway;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Spring Boot's {@code /error} is for the server's own use; a caller who asks for it would get 500. */
@Configuration(proxyBeanMethods = false)
final class ErrorPath {
    ErrorPath() {}

    @Bean
    FilterRegistrationBean<?> errorPathFilter() {
        FilterRegistrationBean<?> registration = new FilterRegistrationBean<>((request, response, chain) ->
                ((HttpServletResponse) response).sendError(HttpServletResponse.SC_NOT_FOUND));
        registration.addUrlPatterns("/error");
        registration.setDispatcherTypes(DispatcherType.REQUEST);
        return registration;
    }
}
