package io.github.headgate.servlet;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * From an object of a container to another that it holds, by the name of a field or of a method without parameters: a web
 * application does not see the classes of its container. Looked up once for each class; what is not there leads nowhere.
 * Thread-safe.
 */
final class Step {
    private final String name;
    private final boolean isField;
    private final String onlyOf;
    private final Map<Class<?>, Optional<Way>> ways = new ConcurrentHashMap<>();

    private Step(String name, boolean isField, String onlyOf) {
        this.name = name;
        this.isField = isField;
        this.onlyOf = onlyOf;
    }

    /** By a method of any class. */
    static Step method(String name) {
        return new Step(name, false, "");
    }

    /** By a method, and only of objects of exactly this class. */
    static Step method(String name, String className) {
        return new Step(name, false, className);
    }

    /** By a field of any class. */
    static Step field(String name) {
        return new Step(name, true, "");
    }

    /** What the step leads to; null if it leads nowhere. */
    @Nullable
    Object from(Object holder) {
        Optional<Way> way = ways.computeIfAbsent(holder.getClass(), this::find);
        try {
            return way.isPresent() ? way.get().follow(holder) : null;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    private Optional<Way> find(Class<?> type) {
        if (!onlyOf.isEmpty() && !type.getName().equals(onlyOf)) {
            return Optional.empty();
        }
        for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
            Optional<Way> way = isField ? ownField(declaring) : ownMethod(declaring);
            if (way.isPresent()) {
                return way;
            }
        }
        return Optional.empty();
    }

    private Optional<Way> ownField(Class<?> type) {
        try {
            Field field = type.getDeclaredField(name);
            return open(field, field::get);
        } catch (NoSuchFieldException | LinkageError e) {
            return Optional.empty();
        }
    }

    private Optional<Way> ownMethod(Class<?> type) {
        try {
            Method method = type.getDeclaredMethod(name);
            return open(method, method::invoke);
        } catch (NoSuchMethodException | LinkageError e) {
            return Optional.empty(); // the latter where a class of another method is missing
        }
    }

    /* Not in a module that keeps its inside to itself. */
    private static Optional<Way> open(AccessibleObject member, Way way) {
        return member.trySetAccessible() ? Optional.of(way) : Optional.empty();
    }

    private interface Way {
        @Nullable
        Object follow(Object holder) throws ReflectiveOperationException;
    }
}
