package io.github.headgate.answer;

import io.github.headgate.failure.FailureType;
import io.github.headgate.settings.SettingsReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code fallbacks[i]}, and the files that they name; what is wrong is reported to the reader. */
final class FallbackSettings {
    private static final String CLASS_PATH = "classpath:";
    private static final String DEFAULT_TYPE = "text/plain;charset=utf-8";
    private static final int MAX_FILE = 1 << 20;

    private final SettingsReader settings;

    private FallbackSettings(SettingsReader settings) {
        this.settings = settings;
    }

    /**
     * All fallbacks, in their order.
     *
     * @param upstreamNames those that one may name
     */
    static List<Fallback> read(SettingsReader reader, Set<String> upstreamNames) {
        List<Fallback> fallbacks = new ArrayList<>();
        for (SettingsReader item : reader.items("fallbacks")) {
            new FallbackSettings(item).read(upstreamNames).ifPresent(fallbacks::add);
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
        String forward = path("forward", "a path of the application, such as /sorry.jsp");
        String text = text();
        boolean isFile = !settings.text("file", "").isEmpty();
        boolean isForward = !forward.isEmpty();
        boolean isText = settings.isSet("text");
        if (Stream.of(isText, isFile, isForward).filter(given -> given).count() != 1) {
            settings.problem("text", settings.text("text", ""), "one of text, file and forward");
            return Optional.empty();
        }
        return Optional.of(new Fallback(
                path,
                upstreams,
                failures,
                statuses,
                status,
                contentType,
                isForward ? null : text,
                isForward ? forward : null));
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

    private String text() {
        String inline = settings.text("text", "");
        String file = settings.text("file", "");
        if (file.isEmpty()) {
            return inline;
        }
        try (InputStream found = open(file)) {
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
        return inline;
    }

    private static @Nullable InputStream open(String file) throws IOException {
        if (!file.startsWith(CLASS_PATH)) {
            return Files.newInputStream(Path.of(file));
        }
        ClassLoader own = Objects.requireNonNull(FallbackSettings.class.getClassLoader());
        ClassLoader classes = Objects.requireNonNullElse(Thread.currentThread().getContextClassLoader(), own);
        return classes.getResourceAsStream(file.substring(CLASS_PATH.length()));
    }
}
