package io.github.headgate.webapp;

import io.github.headgate.answer.ApplicationLookup;
import io.github.headgate.settings.InvalidSettingsException;
import io.github.headgate.settings.Problem;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a web application: a properties file, and over it the context parameters whose names begin with
 * {@code headgate.}. Used once.
 */
final class SettingsSource {
    /** Names the file, as a context parameter or, before it, as a system property. */
    static final String LOCATION = "headgate.config";

    private static final String PREFIX = "headgate.";
    private static final String DEFAULT_FILE = ApplicationLookup.CLASS_PATH + "headgate.properties";
    private static final String EXPECTED = "a file that can be read, a resource of the web application such as"
            + " /WEB-INF/headgate.properties, or one of the class path such as classpath:headgate.properties";

    private final ServletContext context;
    private final ApplicationLookup files;
    private final Placeholders placeholders;
    private final List<Problem> problems = new ArrayList<>();

    SettingsSource(ServletContext context, ApplicationLookup files, Placeholders placeholders) {
        this.context = context;
        this.files = files;
        this.placeholders = placeholders;
    }

    /**
     * All settings by key, placeholders filled in.
     *
     * @throws InvalidSettingsException if a file that is named cannot be read, or a placeholder has no value
     */
    Map<String, String> read() {
        Map<String, String> settings = new LinkedHashMap<>();
        Properties file = file();
        for (String key : new TreeSet<>(file.stringPropertyNames())) {
            settings.put(key.startsWith(PREFIX) ? key : PREFIX + key, file.getProperty(key));
        }
        for (String name : Collections.list(context.getInitParameterNames())) {
            if (name.startsWith(PREFIX) && !name.equals(LOCATION)) {
                settings.put(name, context.getInitParameter(name));
            }
        }
        settings.replaceAll((key, value) -> placeholders.fill(key, value.strip(), problems));
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
        return settings;
    }

    private Properties file() {
        String named = System.getProperty(LOCATION, context.getInitParameter(LOCATION));
        String location = named == null ? DEFAULT_FILE : placeholders.fill(LOCATION, named.strip(), problems);
        try {
            InputStream found = files.file(location);
            if (found == null && named != null) {
                problems.add(new Problem(LOCATION, location, EXPECTED));
            }
            return load(found, location);
        } catch (IOException | InvalidPathException e) {
            problems.add(new Problem(LOCATION, location, EXPECTED));
            return new Properties();
        }
    }

    private Properties load(@Nullable InputStream found, String location) {
        Properties properties = new Properties();
        if (found != null) {
            try (Reader reader = new InputStreamReader(found, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                problems.add(new Problem(LOCATION, location, "a properties file in UTF-8; " + e.getMessage()));
            }
        }
        return properties;
    }
}
