package io.github.headgate.spring;

import io.github.headgate.CallListener;
import io.github.headgate.CallTracer;
import io.github.headgate.Headgate;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.servlet.GatewaySettings;
import java.util.Set;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * The {@link Headgate} and the {@link AnswerSettings} of the {@code headgate.*} settings. Beans of type {@link CallListener}
 * observe its calls, a {@link CallTracer} traces them. An application's own bean of either type takes the place of ours; with a {@link Headgate} of its own,
 * {@code headgate.proxy.routes} may name its upstreams.
 */
@AutoConfiguration
public final class HeadgateAutoConfiguration {
    HeadgateAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(Headgate.class)
    GatewaySettings headgateSettings(Environment environment, ListableBeanFactory beans) {
        return ApplicationSettings.read(environment, Set.of(), beans);
    }

    @Bean
    @ConditionalOnMissingBean(GatewaySettings.class)
    GatewaySettings headgateSettingsBesideOwn(Environment environment, ListableBeanFactory beans, Headgate own) {
        return ApplicationSettings.read(environment, own.upstreamNames(), beans);
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Headgate headgate(
            GatewaySettings settings, ObjectProvider<CallListener> listeners, ObjectProvider<CallTracer> tracer) {
        listeners.orderedStream().forEach(settings.headgate()::listener);
        tracer.ifUnique(settings.headgate()::tracer);
        Headgate headgate = settings.headgate().build();
        settings.log();
        return headgate;
    }

    @Bean
    @ConditionalOnMissingBean
    AnswerSettings headgateAnswerSettings(GatewaySettings settings) {
        return settings.answers();
    }
}
