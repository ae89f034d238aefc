package io.github.headgate.spring;

import io.github.headgate.HeadgateBuilder;
import io.github.headgate.HeadgateSettings;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.servlet.ProxySettings;
import io.github.headgate.settings.SettingsReader;
import io.github.headgate.upstream.Upstream;
import io.github.headgate.upstream.UpstreamSettings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All settings, read at once, so that one message names everything that is wrong.
 *
 * @param upstreams as configured, in their order
 * @param headgate has these upstreams
 * @param answer to callers
 * @param proxy and its routes
 */
record ReadSettings(List<Upstream> upstreams, HeadgateBuilder headgate, AnswerSettings answer, ProxySettings proxy) {
    /**
     * Reads settings whose keys begin with {@code headgate.}.
     *
     * @param further upstreams that routes may name beside the configured ones
     * @throws io.github.headgate.settings.InvalidSettingsException if anything is wrong
     */
    static ReadSettings of(Map<String, String> settings, Set<String> further) {
        SettingsReader reader = HeadgateSettings.reader(settings);
        HeadgateBuilder headgate = HeadgateSettings.read(reader);
        AnswerSettings answer = AnswerSettings.read(reader);
        Set<String> names = new LinkedHashSet<>(reader.namesUnder("upstreams"));
        names.addAll(further);
        ProxySettings proxy = ProxySettings.read(reader, names);
        reader.finish();
        return new ReadSettings(upstreams(settings), headgate, answer, proxy);
    }

    /* The builder does not tell what it has: read again, now that it is known to be right. */
    private static List<Upstream> upstreams(Map<String, String> settings) {
        SettingsReader reader = HeadgateSettings.reader(settings);
        List<Upstream> upstreams = new ArrayList<>();
        for (String name : reader.namesUnder("upstreams")) {
            upstreams.add(UpstreamSettings.read(name, reader.under("upstreams").under(name)));
        }
        return upstreams;
    }
}
