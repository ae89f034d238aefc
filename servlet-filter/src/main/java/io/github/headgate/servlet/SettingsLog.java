package io.github.headgate.servlet;

import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.answer.Fallback;
import io.github.headgate.answer.FallbackKind;
import io.github.headgate.settings.Values;
import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.TlsPolicy;
import io.github.headgate.upstream.Upstream;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once, at the start, what is in force, defaults included. Paths of key files are told, their content never is. */
final class SettingsLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.headgate.settings");

    private SettingsLog() {}

    static void write(GatewaySettings settings) {
        settings.upstreams().forEach(upstream -> LOG.info("upstream {}", line(upstream)));
        for (Route route : settings.proxy().routes()) {
            LOG.info(
                    "route {} to {}, strip-prefix \"{}\", preserve-host {}, override-errors [{}], sheddable {}",
                    route.path(),
                    route.upstream(),
                    route.stripPrefix(),
                    route.preserveHost(),
                    Values.write(route.overrideErrors()),
                    route.sheddable());
        }
        if (!settings.proxy().routes().isEmpty()) {
            LOG.info(
                    "proxy: max-response-header-size {}, client-gone {}",
                    Values.write(settings.proxy().maxResponseHeaderSize()),
                    written(settings.proxy().clientGone()));
        }
        if (!settings.deadlineHeaders().isEmpty()) {
            LOG.info("callers tell how long they wait in {}", settings.deadlineHeaders());
        }
        if (settings.inbound().isOn()) {
            LOG.info("inbound: {}", group(settings.inbound()));
        }
        AnswerSettings answer = settings.answers();
        for (Fallback fallback : answer.fallbacks()) {
            LOG.info(
                    "fallback for path \"{}\", upstreams {}, failures {}, statuses [{}]: status {}, {}",
                    fallback.path(),
                    fallback.upstreams(),
                    fallback.failures(),
                    Values.write(fallback.statuses()),
                    fallback.status(),
                    fallback.kind() == FallbackKind.TEXT
                            ? "text as " + fallback.contentType()
                            : fallback.kind().token() + " " + fallback.answer());
        }
        LOG.info(
                "answers as {}, expose-details {}, statuses {}",
                answer.name(),
                answer.exposeDetails(),
                answer.statuses());
    }

    static String line(Upstream upstream) {
        return upstream.name() + ": endpoints " + endpoints(upstream, false) + ", backup-endpoints "
                + endpoints(upstream, true) + ", " + group(upstream.policy());
    }

    private static List<String> endpoints(Upstream upstream, boolean backups) {
        return upstream.source().endpoints().stream()
                .filter(endpoint -> endpoint.isBackup() == backups)
                .map(Endpoint::toString)
                .collect(Collectors.toList());
    }

    /* The settings are records all the way down, and their components have the names of the keys. */
    private static String group(Record settings) {
        return Arrays.stream(settings.getClass().getRecordComponents())
                .map(component -> key(component.getName()) + " " + value(component, settings))
                .collect(Collectors.joining(", "));
    }

    private static String value(RecordComponent component, Record settings) {
        try {
            return written(component.getAccessor().invoke(settings));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("settings are public records", e);
        }
    }

    private static String written(Object value) {
        if (value instanceof TlsPolicy tls && !tls.isCustom()) {
            return "as the JVM's";
        }
        if (value instanceof Record group) {
            return "{" + group(group) + "}";
        }
        if (value instanceof Duration duration) {
            return Values.write(duration);
        }
        if (value instanceof Set<?> numbers) {
            return "[" + Values.write(numbers.stream().map(Integer.class::cast).collect(Collectors.toSet())) + "]";
        }
        if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    }

    private static String key(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
