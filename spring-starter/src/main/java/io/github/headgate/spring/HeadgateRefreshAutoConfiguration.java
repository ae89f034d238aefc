package io.github.headgate.spring;

import io.github.headgate.Headgate;
import io.github.headgate.servlet.GatewaySettings;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Where there is Spring Cloud: changed settings of upstreams are applied when the environment has changed, without a restart. */
@AutoConfiguration(after = HeadgateAutoConfiguration.class)
@ConditionalOnClass(EnvironmentChangeEvent.class)
@ConditionalOnBean({Headgate.class, GatewaySettings.class})
public final class HeadgateRefreshAutoConfiguration {
    HeadgateRefreshAutoConfiguration() {}

    @Bean
    SettingsRefresh headgateSettingsRefresh(
            Headgate headgate, GatewaySettings settings, Environment environment, ListableBeanFactory beans) {
        return new SettingsRefresh(
                headgate, settings, () -> ApplicationSettings.read(environment, headgate.upstreamNames(), beans));
    }
}
