package io.github.headgate.spring;

import io.github.headgate.servlet.GatewaySettings;
import io.github.headgate.upstream.TlsBundles;
import java.util.Set;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.env.Environment;

/** The settings of an application: those of its environment, which may name its beans. */
final class ApplicationSettings {
    private ApplicationSettings() {}

    /**
     * Reads them as they are now.
     *
     * @param further upstreams that routes and fallbacks may name beside the configured ones
     * @throws io.github.headgate.settings.InvalidSettingsException if anything is wrong
     */
    static GatewaySettings read(Environment environment, Set<String> further, ListableBeanFactory beans) {
        return GatewaySettings.read(
                EnvironmentSettings.of(environment),
                further,
                new HandlerBeans(beans),
                DiscoveryBeans.of(beans),
                beans.getBeanProvider(TlsBundles.class).getIfAvailable());
    }
}
