package io.github.headgate.examples.gateway.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationListener;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Starts the demo if the gateway has no upstream: when the settings are known, and before logging is set up. */
public final class DemoMode implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
    private static final int BETWEEN_SETTINGS_AND_LOGGING = Ordered.HIGHEST_PRECEDENCE + 15;

    /** Not started yet. */
    public DemoMode() {}

    @Override
    public int getOrder() {
        return BETWEEN_SETTINGS_AND_LOGGING;
    }

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        ConfigurableEnvironment environment = event.getEnvironment();
        boolean isConfigured = Binder.get(environment)
                .bind("headgate", Bindable.mapOf(String.class, Object.class))
                .map(settings -> settings.containsKey("upstreams") || settings.containsKey("proxy"))
                .orElse(false);
        if (!isConfigured) {
            start(event.getSpringApplication(), environment);
        }
    }

    private static void start(SpringApplication application, ConfigurableEnvironment environment) {
        Stage stage;
        try {
            stage = Stage.open();
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's upstreams did not start", e);
        }
        environment.getPropertySources().addLast(new MapPropertySource("demo", DemoSettings.of(stage)));
        Attempts attempts = new Attempts();
        application.addInitializers(context -> {
            GenericApplicationContext beans = (GenericApplicationContext) context;
            beans.registerBean(Attempts.class, () -> attempts);
            beans.registerBean(Stage.class, () -> stage);
            beans.registerBean(Performance.class, () -> new Performance(stage, attempts, beans));
        });
    }
}
