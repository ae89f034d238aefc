package io.github.headgate.webapp;

import io.github.headgate.Headgate;
import io.github.headgate.servlet.FailureResponder;
import io.github.headgate.servlet.GatewaySettings;
import io.github.headgate.servlet.TraceIds;
import io.github.headgate.settings.InvalidSettingsException;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the listener makes of the settings, for the filter and the servlet. Thread-safe.
 *
 * @param settings all that is in force
 * @param headgate makes the calls
 * @param responder answers, for the filters and the servlet alike
 */
record WebApplication(GatewaySettings settings, Headgate headgate, FailureResponder responder) {
    private static final String ATTRIBUTE = WebApplication.class.getName();

    /**
     * Reads the settings, opens a Headgate and logs what is in force.
     *
     * @throws InvalidSettingsException if a setting is wrong
     */
    static WebApplication open(Map<String, String> written, WebApplicationLookup lookup) {
        GatewaySettings settings = GatewaySettings.read(written, Set.of(), lookup, Map.of(), null);
        FailureResponder responder =
                new FailureResponder(settings.answers(), lookup.handlers(), List.of(), TraceIds.OF_CALLER);
        Headgate headgate = settings.headgate().build();
        settings.log();
        return new WebApplication(settings, headgate, responder);
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
