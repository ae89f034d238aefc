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
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * All settings below {@code headgate} as flat text, with Spring Boot's order of sources, relaxed names and placeholders. They
 * are read by the same strict reader as anywhere else, so that the same mistake has the same message. Not thread-safe.
 */
final class EnvironmentSettings {
    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("headgate");
    private static final ConfigurationPropertyName UPSTREAMS = ROOT.append("upstreams");

    /** Kubernetes sets {@code HEADGATE_PORT} and the like for a service named headgate: they are no settings of ours. */
    private static final Set<String> GROUPS = Set.of("name", "exposedetails", "statuses", "upstreams", "proxy");

    private final Map<ConfigurationPropertyName, ConfigurationPropertySource> owners = new HashMap<>();
    private final Map<ConfigurationPropertyName, String> upstreamNames = new HashMap<>();
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
        names.forEach(name -> settings.put(
                written(name), binder.bind(name.toString(), String.class).orElse("")));
        return settings;
    }

    private static boolean isOurs(ConfigurationPropertyName name, ConfigurationPropertySource source) {
        return !isOfSystemEnvironment(source) || GROUPS.contains(name.getElement(1, Form.UNIFORM));
    }

    private static boolean isOfSystemEnvironment(ConfigurationPropertySource source) {
        return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
    }

    /* A list comes whole from the first source that has any of it, as everywhere in Spring Boot. */
    private void add(ConfigurationPropertyName name, ConfigurationPropertySource source) {
        if (owners.computeIfAbsent(list(name), first -> source) == source) {
            names.add(name);
        }
        if (UPSTREAMS.isAncestorOf(name)) {
            String written = name.getElement(2, Form.ORIGINAL);
            if (isOfSystemEnvironment(source)) {
                upstreamNames.putIfAbsent(name.chop(3), written);
            } else {
                upstreamNames.put(name.chop(3), written);
            }
        }
    }

    private static ConfigurationPropertyName list(ConfigurationPropertyName name) {
        for (int i = 0; i < name.getNumberOfElements(); i++) {
            if (name.isNumericIndex(i)) {
                return name.chop(i);
            }
        }
        return name;
    }

    /* Environment variables have no dashes: MYORDERS is the upstream that another source writes my-orders. */
    private String written(ConfigurationPropertyName name) {
        if (!UPSTREAMS.isAncestorOf(name)) {
            return name.toString();
        }
        String upstream = upstreamNames.getOrDefault(name.chop(3), name.getElement(2, Form.ORIGINAL));
        String path = UPSTREAMS + (upstream.indexOf('.') < 0 ? "." + upstream : "[" + upstream + "]");
        return name.getNumberOfElements() == 3 ? path : path + "." + name.subName(3);
    }
}
