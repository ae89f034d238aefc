package io.github.headgate.webapp;

import io.github.headgate.Headgate;
import io.github.headgate.HeadgateBuilder;
import io.github.headgate.HeadgateSettings;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.servlet.CallerDeadlineFilter;
import io.github.headgate.servlet.InboundSettings;
import io.github.headgate.servlet.ProxySettings;
import io.github.headgate.settings.InvalidSettingsException;
import io.github.headgate.settings.SettingsReader;
import io.github.headgate.upstream.Upstream;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the listener makes of the settings, for the filter and the servlet. Immutable.
 *
 * @param headgate makes the calls
 * @param answers our name, what we tell, the statuses
 * @param proxy the routes
 * @param deadlineHeaders the names of the headers that tell how long a caller waits
 * @param inbound which requests are taken
 */
record WebApplication(
        Headgate headgate,
        AnswerSettings answers,
        ProxySettings proxy,
        List<String> deadlineHeaders,
        InboundSettings inbound) {
    private static final String ATTRIBUTE = WebApplication.class.getName();

    /**
     * Reads the settings and opens a Headgate.
     *
     * @throws InvalidSettingsException if a setting is wrong
     */
    static WebApplication open(Map<String, String> settings) {
        SettingsReader reader = HeadgateSettings.reader(settings);
        HeadgateBuilder builder = HeadgateSettings.read(reader);
        Set<String> names = builder.upstreams().stream().map(Upstream::name).collect(Collectors.toSet());
        AnswerSettings answers = AnswerSettings.read(reader);
        ProxySettings proxy = ProxySettings.read(reader, names);
        List<String> deadlineHeaders = CallerDeadlineFilter.read(reader);
        InboundSettings inbound = InboundSettings.read(reader);
        reader.finish();
        return new WebApplication(builder.build(), answers, proxy, deadlineHeaders, inbound);
    }

    void publish(ServletContext context) {
        context.setAttribute(ATTRIBUTE, this);
        context.setAttribute(HeadgateListener.ATTRIBUTE, headgate);
    }

    static void withdraw(ServletContext context) {
        context.removeAttribute(HeadgateListener.ATTRIBUTE);
        if (context.getAttribute(ATTRIBUTE) instanceof WebApplication application) {
            context.removeAttribute(ATTRIBUTE);
            application.headgate().close();
        }
    }

    /**
     * What the listener has published.
     *
     * @throws ServletException if there was no listener
     */
    static WebApplication of(ServletContext context, Object asking) throws ServletException {
        if (context.getAttribute(ATTRIBUTE) instanceof WebApplication application) {
            return application;
        }
        throw new ServletException(asking.getClass().getName() + " needs a Headgate, and this web application has none"
                + " (expected: a <listener> of the class " + HeadgateListener.class.getName() + " in web.xml)");
    }
}
