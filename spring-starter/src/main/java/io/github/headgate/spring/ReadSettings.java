package io.github.headgate.spring;

import io.github.headgate.HeadgateBuilder;
import io.github.headgate.HeadgateSettings;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.servlet.CallerDeadlineFilter;
import io.github.headgate.servlet.InboundSettings;
import io.github.headgate.servlet.ProxySettings;
import io.github.headgate.settings.SettingsReader;
import io.github.headgate.upstream.Upstream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All settings, read at once, so that one message names everything that is wrong.
 *
 * @param headgate has the configured upstreams
 * @param answer to callers
 * @param proxy and its routes
 * @param deadlineHeaders in which callers tell how long they wait
 * @param inbound which requests are taken
 */
record ReadSettings(
        HeadgateBuilder headgate,
        AnswerSettings answer,
        ProxySettings proxy,
        List<String> deadlineHeaders,
        InboundSettings inbound) {
    /**
     * Reads settings whose keys begin with {@code headgate.}.
     *
     * @param further upstreams that routes may name beside the configured ones
     * @throws io.github.headgate.settings.InvalidSettingsException if anything is wrong
     */
    static ReadSettings of(Map<String, String> settings, Set<String> further) {
        SettingsReader reader = HeadgateSettings.reader(settings);
        HeadgateBuilder headgate = HeadgateSettings.read(reader);
        List<String> deadlineHeaders = CallerDeadlineFilter.read(reader);
        Set<String> names = new LinkedHashSet<>(reader.namesUnder("upstreams"));
        names.addAll(further);
        AnswerSettings answer = AnswerSettings.read(reader, names);
        ProxySettings proxy = ProxySettings.read(reader, names);
        InboundSettings inbound = InboundSettings.read(reader);
        reader.finish();
        return new ReadSettings(headgate, answer, proxy, deadlineHeaders, inbound);
    }

    /** As configured, in their order. */
    List<Upstream> upstreams() {
        return headgate.upstreams();
    }
}
