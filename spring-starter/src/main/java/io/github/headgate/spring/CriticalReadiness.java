package io.github.headgate.spring;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;

/**
 * Makes the upstreams that are critical part of readiness, and of nothing else: the others, and all of them together, have the
 * contributor {@code upstreams}. A group of that name that the application has configured itself gets them as well. Stateless.
 */
final class CriticalReadiness implements HealthEndpointGroupsPostProcessor {
    static final String CONTRIBUTOR = "criticalUpstreams";
    private static final String READINESS = "readiness";

    @Override
    public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
        return new Groups(groups);
    }

    private record Groups(HealthEndpointGroups others) implements HealthEndpointGroups {
        @Override
        public HealthEndpointGroup getPrimary() {
            return new Group(others.getPrimary(), false);
        }

        @Override
        public Set<String> getNames() {
            return others.getNames();
        }

        @Override
        public @Nullable HealthEndpointGroup get(String name) {
            HealthEndpointGroup group = others.get(name);
            return group == null ? null : new Group(group, name.equals(READINESS));
        }
    }

    private record Group(HealthEndpointGroup group, boolean isReadiness) implements HealthEndpointGroup {
        /* Of what is inside of a contributor, the name is a path. */
        @Override
        public boolean isMember(String name) {
            boolean isOurs = name.equals(CONTRIBUTOR) || name.startsWith(CONTRIBUTOR + "/");
            return isOurs ? isReadiness : group.isMember(name);
        }

        @Override
        public boolean showComponents(SecurityContext context) {
            return group.showComponents(context);
        }

        @Override
        public boolean showDetails(SecurityContext context) {
            return group.showDetails(context);
        }

        @Override
        public StatusAggregator getStatusAggregator() {
            return group.getStatusAggregator();
        }

        @Override
        public HttpCodeStatusMapper getHttpCodeStatusMapper() {
            return group.getHttpCodeStatusMapper();
        }

        @Override
        public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
            return group.getAdditionalPath();
        }
    }
}
