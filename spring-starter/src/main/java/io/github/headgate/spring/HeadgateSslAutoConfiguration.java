package io.github.headgate.spring;

import io.github.headgate.upstream.TlsBundles;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;

/**
 * {@code headgate.upstreams.NAME.tls.ssl-bundle} names an SSL bundle of Spring Boot ({@code spring.ssl.bundle.*}). A bean of the
 * application of the type {@link TlsBundles} takes its place. An application that builds its own {@link io.github.headgate.Headgate}
 * hands the bean to {@link io.github.headgate.HeadgateBuilder#tlsBundles}.
 */
@AutoConfiguration(before = HeadgateAutoConfiguration.class, after = SslAutoConfiguration.class)
@ConditionalOnBean(SslBundles.class)
public final class HeadgateSslAutoConfiguration {
    HeadgateSslAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(TlsBundles.class)
    SpringTlsBundles headgateTlsBundles(SslBundles bundles) {
        return new SpringTlsBundles(bundles);
    }
}
