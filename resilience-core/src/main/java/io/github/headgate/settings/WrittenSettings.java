package io.github.headgate.settings;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Settings that are in force, as they would be written: they are records all the way down, and their components have the names of
 * the keys. Pure.
 */
public final class WrittenSettings {
    private WrittenSettings() {}

    /**
     * By key, in their order; the settings of a group are a map of their own.
     *
     * @throws IllegalArgumentException if the record, or one in it, is not public
     */
    public static Map<String, Object> of(Record settings) {
        Map<String, Object> written = new LinkedHashMap<>();
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            written.put(key(component.getName()), written(value(component, settings)));
        }
        return written;
    }

    private static Object value(RecordComponent component, Record settings) {
        try {
            return component.getAccessor().invoke(settings);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("settings are public records: " + settings.getClass(), e);
        }
    }

    private static Object written(Object value) {
        if (value instanceof Record group) {
            return of(group);
        }
        if (value instanceof Duration duration) {
            return Values.write(duration);
        }
        if (value instanceof Set<?> numbers && numbers.stream().allMatch(Integer.class::isInstance)) {
            return Values.write(numbers.stream().map(Integer.class::cast).collect(Collectors.toSet()));
        }
        if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return value instanceof Number || value instanceof Boolean || value instanceof Collection<?>
                ? value
                : String.valueOf(value);
    }

    private static String key(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
