package io.github.headgate.simulation;

import io.github.headgate.SimulatedGateway;
import io.github.headgate.settings.Values;
import io.github.headgate.upstream.UpstreamPolicy;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Tells by which settings a policy differs from the defaults, so that the report cannot be wrong about it. */
final class SettingsDifference {
    private final List<String> differences = new ArrayList<>();

    private SettingsDifference() {}

    /** For example {@code retry.max-attempts 1}; empty if there is none. */
    static List<String> of(UpstreamPolicy policy) {
        UpstreamPolicy defaults = SimulatedGateway.upstream(upstream -> upstream.endpoints("http://10.0.0.1:8080"))
                .policy();
        SettingsDifference difference = new SettingsDifference();
        difference.compare("", policy, defaults);
        return difference.differences;
    }

    private void compare(String prefix, Record one, Record other) {
        for (RecordComponent component : one.getClass().getRecordComponents()) {
            Object value = read(component, one);
            Object usual = read(component, other);
            String key = prefix + key(component.getName());
            if (value instanceof Record nested && usual instanceof Record usually) {
                compare(key + ".", nested, usually);
            } else if (!value.equals(usual)) {
                differences.add("`%s` %s (default %s)".formatted(key, write(value), write(usual)));
            }
        }
    }

    private static Object read(RecordComponent component, Record from) {
        try {
            return component.getAccessor().invoke(from);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String key(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String write(Object value) {
        if (value instanceof Duration duration) {
            return Values.write(duration);
        }
        if (value instanceof Enum<?> choice) {
            return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return value instanceof Set<?> set ? new TreeSet<>(set).toString() : value.toString();
    }
}
