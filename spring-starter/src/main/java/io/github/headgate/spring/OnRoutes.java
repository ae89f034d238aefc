package io.github.headgate.spring;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches if there are routes: without them nothing of the proxy is in the path. */
final class OnRoutes implements Condition {
    OnRoutes() {}

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return EnvironmentSettings.of(context.getEnvironment()).keySet().stream()
                .anyMatch(key -> key.startsWith("headgate.proxy.routes"));
    }
}
