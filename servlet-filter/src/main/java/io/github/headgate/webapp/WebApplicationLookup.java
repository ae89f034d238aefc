package io.github.headgate.webapp;

import io.github.headgate.answer.ApplicationLookup;
import io.github.headgate.servlet.FallbackHandler;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the settings of a web application name: resources of the application such as {@code /WEB-INF/sorry.html}, which come before
 * files of the machine; of its class path; and handlers by the names of their classes. Used by one thread.
 */
final class WebApplicationLookup implements ApplicationLookup {
    private final ServletContext context;
    private final ClassLoader classes;
    private final Map<String, FallbackHandler> handlers = new HashMap<>();

    WebApplicationLookup(ServletContext context, ClassLoader classes) {
        this.context = context;
        this.classes = classes;
    }

    @Override
    public @Nullable InputStream file(String name) throws IOException {
        if (name.startsWith(CLASS_PATH)) {
            return classes.getResourceAsStream(name.substring(CLASS_PATH.length()));
        }
        InputStream ofApplication = name.startsWith("/") ? context.getResourceAsStream(name) : null;
        return ofApplication == null ? ApplicationLookup.super.file(name) : ofApplication;
    }

    /** Makes it, too, so that what cannot be made is found at the start. */
    @Override
    public boolean hasHandler(String name) {
        if (handlers.containsKey(name)) {
            return true;
        }
        try {
            Class<?> type = Class.forName(name, true, classes);
            if (Modifier.isPublic(type.getModifiers()) && FallbackHandler.class.isAssignableFrom(type)) {
                handlers.put(name, (FallbackHandler) type.getConstructor().newInstance());
                return true;
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            context.log("headgate: the fallback handler " + name + " cannot be made", e);
        }
        return false;
    }

    @Override
    public String handlerExpected() {
        return "the name of a public class of the application that implements " + FallbackHandler.class.getName()
                + " and has a public constructor without parameters that does not fail";
    }

    /** Those that were asked for, by name. */
    Map<String, FallbackHandler> handlers() {
        return Map.copyOf(handlers);
    }
}
