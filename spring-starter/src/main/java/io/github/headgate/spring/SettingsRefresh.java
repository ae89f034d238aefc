package io.github.headgate.spring;

import io.github.headgate.Headgate;
import io.github.headgate.servlet.GatewaySettings;
import io.github.headgate.settings.InvalidSettingsException;
import io.github.headgate.upstream.Upstream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.context.ApplicationListener;

/**
 * Applies settings of upstreams that have changed in the environment, while calls go on; what is wrong is logged, and nothing of
 * it is applied. Upstreams that are new or gone, and whatever else has changed, take effect when the application starts again, and the
 * log says so. What was changed by hand stays unless the settings of that upstream change. Thread-safe.
 */
final class SettingsRefresh implements ApplicationListener<EnvironmentChangeEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsRefresh.class);

    private final Headgate headgate;
    private final Supplier<GatewaySettings> reader;
    private GatewaySettings known;

    /**
     * @param known what is in force
     * @param reader reads what is in the environment now
     */
    SettingsRefresh(Headgate headgate, GatewaySettings known, Supplier<GatewaySettings> reader) {
        this.headgate = headgate;
        this.known = known;
        this.reader = reader;
    }

    @Override
    public synchronized void onApplicationEvent(EnvironmentChangeEvent event) {
        if (event.getKeys().stream().noneMatch(key -> key.startsWith("headgate."))) {
            return;
        }
        try {
            GatewaySettings next = reader.get();
            apply(byName(known), byName(next));
            if (!rest(known).equals(rest(next))) {
                LOG.warn(
                        "settings other than those of upstreams have changed, and take effect when the application starts again");
            }
            known = next;
        } catch (InvalidSettingsException e) {
            LOG.error("settings have changed and are not applied: {}", e.problems());
        }
    }

    private void apply(Map<String, Upstream> before, Map<String, Upstream> after) {
        List<Upstream> changed = new ArrayList<>();
        after.forEach((name, upstream) -> {
            Upstream old = before.get(name);
            if (old == null || !headgate.upstreamNames().contains(name)) {
                LOG.warn("upstream {} is new, and is there when the application starts again", name);
            } else if (!isSame(old, upstream)) {
                changed.add(upstream);
            }
        });
        headgate.replace(changed); // at once, since a host may move from one to another
        changed.forEach(upstream -> LOG.info("upstream {} has new settings", upstream.name()));
        before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .forEach(name -> LOG.warn("upstream {} is gone, and stays until the application starts again", name));
    }

    private static boolean isSame(Upstream one, Upstream other) {
        return one.policy().equals(other.policy())
                && one.source().endpoints().equals(other.source().endpoints());
    }

    private static List<Object> rest(GatewaySettings settings) {
        return List.of(settings.answers(), settings.proxy(), settings.deadlineHeaders(), settings.inbound());
    }

    private static Map<String, Upstream> byName(GatewaySettings settings) {
        Map<String, Upstream> upstreams = new LinkedHashMap<>();
        settings.upstreams().forEach(upstream -> upstreams.put(upstream.name(), upstream));
        return upstreams;
    }
}
