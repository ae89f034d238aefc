package io.github.headgate.answer;

import io.github.headgate.failure.FailureType;
import io.github.headgate.settings.SettingsReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code fallbacks[i]}, and the files that they name; what is wrong is reported to the reader. */
final class FallbackSettings {
    private static final String DEFAULT_TYPE = "text/plain;charset=utf-8";
    private static final int MAX_FILE = 1 << 20;

    private final SettingsReader settings;
    private final ApplicationLookup application;

    private FallbackSettings(SettingsReader settings, ApplicationLookup application) {
        this.settings = settings;
        this.application = application;
    }

    /**
     * All fallbacks, in their order.
     *
     * @param upstreamNames those that one may name
     * @param application finds files and handlers
     */
    static List<Fallback> read(SettingsReader reader, Set<String> upstreamNames, ApplicationLookup application) {
        List<Fallback> fallbacks = new ArrayList<>();
        for (SettingsReader item : reader.items("fallbacks")) {
            new FallbackSettings(item, application).read(upstreamNames).ifPresent(fallbacks::add);
        }
        return List.copyOf(fallbacks);
    }

    private Optional<Fallback> read(Set<String> upstreamNames) {
        String path = path("path", "a path such as /status or /api/**");
        Set<String> upstreams = new HashSet<>(settings.texts("upstreams", List.of()));
        upstreams.stream()
                .filter(name -> !upstreamNames.contains(name))
                .forEach(name -> settings.problem("upstreams", name, "of " + new TreeSet<>(upstreamNames)));
        Set<FailureType> failures = failures();
        Set<Integer> statuses = settings.integers("statuses", Set.of(), 400, 599);
        int status = settings.integer("status", 0, 0, 599);
        if (status != 0 && status < 200) {
            settings.problem("status", status, "a status from 200 to 599");
            status = 0;
        }
        String contentType = settings.text("content-type", DEFAULT_TYPE);
        Map<FallbackKind, String> answers = answers();
        if (answers.size() != 1) {
            settings.problem("text", settings.text("text", ""), "one of text, file, forward and handler");
            return Optional.empty();
        }
        FallbackKind kind = answers.keySet().iterator().next();
        return Optional.of(new Fallback(
                path, upstreams, failures, statuses, status, contentType, kind, answers.getOrDefault(kind, "")));
    }

    /* None, or more than one, if the settings are wrong. */
    private Map<FallbackKind, String> answers() {
        Map<FallbackKind, String> answers = new EnumMap<>(FallbackKind.class);
        String forward = path("forward", "a path of the application, such as /sorry.jsp");
        if (!forward.isEmpty()) {
            answers.put(FallbackKind.FORWARD, forward);
        }
        String handler = settings.text("handler", "");
        if (!handler.isEmpty()) {
            if (!application.hasHandler(handler)) {
                settings.problem("handler", handler, application.handlerExpected());
            }
            answers.put(FallbackKind.HANDLER, handler);
        }
        String file = settings.text("file", "");
        String inline = settings.text("text", "");
        if (settings.isSet("text")) {
            answers.put(FallbackKind.TEXT, inline);
        }
        if (!file.isEmpty() && answers.put(FallbackKind.TEXT, read(file)) != null) {
            answers.clear();
        }
        return answers;
    }

    private String path(String key, String expected) {
        String path = settings.text(key, "");
        if (!path.isEmpty() && !path.startsWith("/")) {
            settings.problem(key, path, expected);
        }
        return path;
    }

    private Set<FailureType> failures() {
        Set<FailureType> failures = EnumSet.noneOf(FailureType.class);
        for (String written : settings.texts("failures", List.of())) {
            Optional<FailureType> type = FailureType.ofToken(written.replace('-', '_'));
            type.ifPresentOrElse(
                    failures::add,
                    () -> settings.problem("failures", written, "failure types such as connection_refused"));
        }
        return failures;
    }

    private String read(String file) {
        try (InputStream found = application.file(file)) {
            byte[] read = found == null ? null : found.readNBytes(MAX_FILE + 1);
            if (read != null && read.length <= MAX_FILE) {
                return new String(read, StandardCharsets.UTF_8);
            }
        } catch (IOException | RuntimeException e) {
            // told below
        }
        settings.problem(
                "file",
                file,
                "a file of at most 1 MB that can be read, or one of the class path such as classpath:sorry.html");
        return "";
    }
}
