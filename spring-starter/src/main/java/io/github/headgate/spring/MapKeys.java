package io.github.headgate.spring;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * The names of upstreams and failure types as a person wrote them. Spring Boot drops underscores and capitals, and environment
 * variables have no dashes: {@code MYORDERS} is the upstream that another source writes {@code my-orders}. Not thread-safe.
 */
final class MapKeys {
    private static final Set<String> MAPS = Set.of("upstreams", "statuses");
    private static final Pattern KEY = Pattern.compile("[^.]+\\.[^.\\[]+(?:\\.([^.\\[]+)|\\[([^]]+)]).*");

    private final Map<ConfigurationPropertyName, String> keys = new HashMap<>();

    static boolean isOfSystemEnvironment(ConfigurationPropertySource source) {
        return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
    }

    /** Remembers how the key is written here, for all sources; environment variables have the last word. */
    void note(ConfigurationPropertyName name, ConfigurationPropertySource source) {
        if (!isBelowMap(name)) {
            return;
        }
        if (isOfSystemEnvironment(source)) {
            keys.putIfAbsent(name.chop(3), name.getElement(2, Form.ORIGINAL));
        } else {
            keys.put(name.chop(3), original(name, source.getConfigurationProperty(name)));
        }
    }

    /** The name of a property with its key as it was written. */
    String written(ConfigurationPropertyName name) {
        if (!isBelowMap(name)) {
            return name.toString();
        }
        String key = keys.getOrDefault(name.chop(3), name.getElement(2, Form.ORIGINAL));
        String path = name.chop(2) + (key.indexOf('.') < 0 ? "." + key : "[" + key + "]");
        return name.getNumberOfElements() == 3 ? path : path + "." + name.subName(3);
    }

    private static boolean isBelowMap(ConfigurationPropertyName name) {
        return name.getNumberOfElements() > 2 && MAPS.contains(name.getElement(1, Form.UNIFORM));
    }

    private static String original(ConfigurationPropertyName name, @Nullable ConfigurationProperty property) {
        if (property != null && property.getOrigin() instanceof PropertySourceOrigin origin) {
            Matcher matcher = KEY.matcher(origin.getPropertyName());
            if (matcher.matches()) {
                return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            }
        }
        return name.getElement(2, Form.ORIGINAL);
    }
}
