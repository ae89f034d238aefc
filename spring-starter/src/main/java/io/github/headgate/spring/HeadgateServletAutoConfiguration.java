package io.github.headgate.spring;

import io.github.headgate.Headgate;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.servlet.AnswerListener;
import io.github.headgate.servlet.CallerDeadlineFilter;
import io.github.headgate.servlet.FailureResponder;
import io.github.headgate.servlet.FallbackHandler;
import io.github.headgate.servlet.GatewaySettings;
import io.github.headgate.servlet.InboundFilter;
import io.github.headgate.servlet.TraceIds;
import io.github.headgate.servlet.UpstreamFailureFilter;
import io.github.headgate.servlet.UpstreamProxyServlet;
import jakarta.servlet.DispatcherType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

/**
 * In a servlet application: the {@link UpstreamFailureFilter}, and the reverse proxy if {@code headgate.proxy.routes} has
 * routes.
 *
 * <p>A route such as {@code /api/orders/**} is a servlet mapping, so it wins over the application's controllers below that
 * path. The route {@code /**} takes only what is left: controllers, the actuator and every other servlet win over it; static
 * resources do not.
 */
@AutoConfiguration(
        after = HeadgateAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration",
            "org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration"
        },
        beforeName = {
            "org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration",
            "org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration"
        })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(name = "jakarta.servlet.Filter")
@ConditionalOnBean(GatewaySettings.class)
@Import(MvcProxyConfiguration.class)
public final class HeadgateServletAutoConfiguration {
    /** Inside what observes requests and counts statuses, outside everything else. */
    private static final int INSIDE_OBSERVATION = Ordered.HIGHEST_PRECEDENCE + 10;

    HeadgateServletAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    FailureResponder failureResponder(
            AnswerSettings answers,
            ListableBeanFactory beans,
            ObjectProvider<AnswerListener> listeners,
            ObjectProvider<TraceIds> traceIds) {
        return new FailureResponder(
                answers,
                beans.getBeansOfType(FallbackHandler.class),
                listeners.orderedStream().toList(),
                traceIds.getIfAvailable(() -> TraceIds.OF_CALLER));
    }

    @Bean
    @ConditionalOnMissingBean(
            value = UpstreamFailureFilter.class,
            parameterizedContainer = FilterRegistrationBean.class)
    FilterRegistrationBean<UpstreamFailureFilter> upstreamFailureFilterRegistration(FailureResponder responder) {
        FilterRegistrationBean<UpstreamFailureFilter> registration =
                new FilterRegistrationBean<>(new UpstreamFailureFilter(responder));
        registration.setName("upstreamFailureFilter");
        registration.setOrder(INSIDE_OBSERVATION);
        registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        return registration;
    }

    /* Registered, but off, where no header is set: whether one is is known too late for a condition. */
    @Bean
    @ConditionalOnMissingBean(value = CallerDeadlineFilter.class, parameterizedContainer = FilterRegistrationBean.class)
    FilterRegistrationBean<CallerDeadlineFilter> callerDeadlineFilterRegistration(GatewaySettings settings) {
        FilterRegistrationBean<CallerDeadlineFilter> registration =
                new FilterRegistrationBean<>(new CallerDeadlineFilter(settings.deadlineHeaders()));
        registration.setName("callerDeadlineFilter");
        registration.setOrder(INSIDE_OBSERVATION + 1);
        registration.setEnabled(!settings.deadlineHeaders().isEmpty());
        return registration;
    }

    @Bean
    @ConditionalOnMissingBean(value = InboundFilter.class, parameterizedContainer = FilterRegistrationBean.class)
    FilterRegistrationBean<InboundFilter> inboundFilterRegistration(
            GatewaySettings settings, FailureResponder responder) {
        FilterRegistrationBean<InboundFilter> registration =
                new FilterRegistrationBean<>(new InboundFilter(settings.inbound(), responder));
        registration.setName("inboundFilter");
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        registration.setOrder(INSIDE_OBSERVATION - 1);
        registration.setEnabled(settings.inbound().isOn());
        return registration;
    }

    @Bean
    @ConditionalOnBean(value = InboundFilter.class, parameterizedContainer = FilterRegistrationBean.class)
    InboundLifecycle inboundLifecycle(FilterRegistrationBean<InboundFilter> registration, GatewaySettings settings) {
        return new InboundLifecycle(
                Objects.requireNonNull(registration.getFilter(), "filter"),
                settings.inbound().stopTimeout());
    }

    @Bean
    @Conditional(OnRoutes.class)
    ReverseProxy reverseProxy(Headgate headgate, GatewaySettings settings, FailureResponder responder) {
        return new ReverseProxy(headgate, settings.proxy(), responder);
    }

    @Bean
    @Conditional(OnRoutes.class)
    @ConditionalOnMissingBean(
            value = UpstreamProxyServlet.class,
            parameterizedContainer = ServletRegistrationBean.class)
    ServletRegistrationBean<UpstreamProxyServlet> upstreamProxyRegistration(ReverseProxy proxy, BeanFactory beans) {
        List<String> mappings = new ArrayList<>(proxy.mappings());
        if (proxy.takesTheRest() && !beans.containsBean(MvcProxyConfiguration.REMAINDER_FILTER)) {
            mappings.add("/");
        }
        ServletRegistrationBean<UpstreamProxyServlet> registration = new ServletRegistrationBean<>(proxy.servlet());
        registration.setName(ReverseProxy.SERVLET_NAME);
        registration.setUrlMappings(mappings);
        registration.setLoadOnStartup(1);
        registration.setEnabled(!mappings.isEmpty());
        return registration;
    }
}
