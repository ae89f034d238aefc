package io.github.headgate.spring;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * All settings below {@code headgate} as flat text, with Spring Boot's order of sources, relaxed names and placeholders. They
 * are read by the same strict reader as anywhere else, so that the same mistake has the same message. Not thread-safe.
 */
final class EnvironmentSettings {
    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("headgate");

    /** Kubernetes sets {@code HEADGATE_PORT} and the like for a service named headgate: they are no settings of ours. */
    private static final Set<String> GROUPS = Set.of(
            "name", "exposedetails", "statuses", "fallbacks", "inbound", "deadlineheaders", "upstreams", "proxy");

    private static final Set<String> UPSTREAM_GROUPS =
            Set.of("connections", "retry", "breaker", "outlier", "hedge", "healthcheck", "tls", "fallback");

    private final Map<ConfigurationPropertyName, ConfigurationPropertySource> owners = new HashMap<>();
    private final MapKeys keys = new MapKeys();
    private final Set<ConfigurationPropertyName> names = new LinkedHashSet<>();

    private EnvironmentSettings() {}

    static Map<String, String> of(Environment environment) {
        return new EnvironmentSettings().read(environment);
    }

    private Map<String, String> read(Environment environment) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                iterable.stream()
                        .filter(name -> ROOT.isAncestorOf(name) && isOurs(name, source))
                        .forEach(name -> add(name, source));
            }
        }
        Binder binder = Binder.get(environment);
        Map<String, String> settings = new LinkedHashMap<>();
        for (ConfigurationPropertyName name : names) {
            String value = binder.bind(name.toString(), String.class).orElse("");
            if (!(value.isEmpty() && isGroup(name))) {
                settings.put(keys.written(name), value);
            }
        }
        return settings;
    }

    private static boolean isOurs(ConfigurationPropertyName name, ConfigurationPropertySource source) {
        return !MapKeys.isOfSystemEnvironment(source) || GROUPS.contains(name.getElement(1, Form.UNIFORM));
    }

    /* YAML's "statuses: {}" arrives as an empty text. */
    private static boolean isGroup(ConfigurationPropertyName name) {
        String last = name.getLastElement(Form.UNIFORM);
        return switch (name.getNumberOfElements()) {
            case 2 -> GROUPS.contains(last) && !last.equals("name");
            case 3 -> last.equals("routes");
            case 4 -> UPSTREAM_GROUPS.contains(last);
            default -> false;
        };
    }

    /* A list comes whole from the first source that has any of it, as everywhere in Spring Boot. */
    private void add(ConfigurationPropertyName name, ConfigurationPropertySource source) {
        if (owners.computeIfAbsent(list(name), first -> source) == source) {
            names.add(name);
        }
        keys.note(name, source);
    }

    private static ConfigurationPropertyName list(ConfigurationPropertyName name) {
        for (int i = 0; i < name.getNumberOfElements(); i++) {
            if (name.isNumericIndex(i)) {
                return name.chop(i);
            }
        }
        return name;
    }
}
