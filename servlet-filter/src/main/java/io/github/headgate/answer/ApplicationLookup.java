package io.github.headgate.answer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds what a setting names in the application: files and handlers. */
public interface ApplicationLookup {
    /** Begins the name of a file that is a resource of the class path. */
    String CLASS_PATH = "classpath:";

    /**
     * Opens a file, or a resource of the class path: that of the thread's context class loader, where there is one.
     *
     * @return null if there is no such resource
     * @throws IOException if there is no such file, or it cannot be read
     * @throws java.nio.file.InvalidPathException if it cannot be the name of a file
     */
    default @Nullable InputStream file(String name) throws IOException {
        if (!name.startsWith(CLASS_PATH)) {
            return Files.newInputStream(Path.of(name));
        }
        ClassLoader own = Objects.requireNonNull(ApplicationLookup.class.getClassLoader());
        ClassLoader classes = Objects.requireNonNullElse(Thread.currentThread().getContextClassLoader(), own);
        return classes.getResourceAsStream(name.substring(CLASS_PATH.length()));
    }

    /** What the name of a handler must be, for messages. */
    String handlerExpected();

    /** Whether there is a handler of this name. */
    boolean hasHandler(String name);

    /** Files and the class path, and no handler. */
    static ApplicationLookup ofFiles() {
        return new ApplicationLookup() {
            @Override
            public String handlerExpected() {
                return "none: there are no handlers here";
            }

            @Override
            public boolean hasHandler(String name) {
                return false;
            }
        };
    }
}
