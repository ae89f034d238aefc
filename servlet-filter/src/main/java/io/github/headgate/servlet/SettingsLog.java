package io.github.headgate.servlet;

import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.answer.Fallback;
import io.github.headgate.answer.FallbackKind;
import io.github.headgate.settings.Values;
import io.github.headgate.settings.WrittenSettings;
import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.Upstream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
                    settings.proxy()
                            .clientGone()
                            .name()
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '-'));
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

    private static String group(Record settings) {
        return text(WrittenSettings.of(settings));
    }

    private static String text(Map<?, ?> group) {
        return group.entrySet().stream()
                .map(setting -> setting.getKey() + " "
                        + (setting.getValue() instanceof Map<?, ?> inner
                                ? "{" + text(inner) + "}"
                                : quoted(setting.getValue())))
                .collect(Collectors.joining(", "));
    }

    private static Object quoted(Object value) {
        return value.equals("") ? "\"\"" : value;
    }
}
