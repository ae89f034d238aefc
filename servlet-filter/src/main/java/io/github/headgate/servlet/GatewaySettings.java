package io.github.headgate.servlet;

import io.github.headgate.HeadgateBuilder;
import io.github.headgate.HeadgateSettings;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.answer.ApplicationLookup;
import io.github.headgate.settings.InvalidSettingsException;
import io.github.headgate.settings.SettingsReader;
import io.github.headgate.upstream.Discovery;
import io.github.headgate.upstream.TlsBundles;
import io.github.headgate.upstream.Upstream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All settings of a web application, read at once, so that one message names everything that is wrong.
 *
 * @param headgate has the configured upstreams
 * @param answers our name, what we tell, the statuses, the fallbacks
 * @param proxy the routes
 * @param deadlineHeaders in which callers tell how long they wait
 * @param inbound which requests are taken
 */
public record GatewaySettings(
        HeadgateBuilder headgate,
        AnswerSettings answers,
        ProxySettings proxy,
        List<String> deadlineHeaders,
        InboundSettings inbound) {
    /** A copy of the list is kept. */
    public GatewaySettings {
        deadlineHeaders = List.copyOf(deadlineHeaders);
    }

    /**
     * Reads settings whose keys begin with {@code headgate.}.
     *
     * @param further upstreams that routes and fallbacks may name beside the configured ones
     * @param application finds the files and the handlers that fallbacks name
     * @param discoveries from which upstreams may take their endpoints, by name
     * @param bundles from which they may take their certificates; null for none
     * @throws InvalidSettingsException if anything is wrong
     */
    public static GatewaySettings read(
            Map<String, String> settings,
            Set<String> further,
            ApplicationLookup application,
            Map<String, Discovery> discoveries,
            @Nullable TlsBundles bundles) {
        SettingsReader reader = HeadgateSettings.reader(settings);
        HeadgateBuilder headgate = HeadgateSettings.read(reader, discoveries, bundles);
        List<String> deadlineHeaders = DeadlineHeaders.read(reader);
        Set<String> names = new LinkedHashSet<>(reader.namesUnder("upstreams"));
        names.addAll(further);
        AnswerSettings answers = AnswerSettings.read(reader, names, application);
        ProxySettings proxy = ProxySettings.read(reader, names);
        InboundSettings inbound = InboundSettings.read(reader);
        reader.finish();
        return new GatewaySettings(headgate, answers, proxy, deadlineHeaders, inbound);
    }

    /** The configured upstreams, in their order. */
    public List<Upstream> upstreams() {
        return headgate.upstreams();
    }

    /** Logs what is in force, defaults included. Paths of key files are told, their content never is. */
    public void log() {
        SettingsLog.write(this);
    }
}
