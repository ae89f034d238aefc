package io.github.headgate.webapp;

import io.github.headgate.Headgate;
import io.github.headgate.settings.InvalidSettingsException;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;

/**
 * Opens a {@link Headgate} when the web application starts and closes it when it stops. With it, {@link HeadgateFilter} and
 * {@link HeadgateProxyServlet} need no settings of their own in {@code web.xml}:
 *
 * <pre>{@code
 * <listener>
 *   <listener-class>io.github.headgate.webapp.HeadgateListener</listener-class>
 * </listener>
 * }</pre>
 *
 * <p>The settings are those of the documentation, from a file {@code headgate.properties} on the class path, or the one that the
 * system property or context parameter {@code headgate.config} names; context parameters such as
 * {@code headgate.upstreams.orders.endpoints} come before it. In values, {@code ${NAME:default}} stands for an environment
 * variable, or a system property where there is no such variable. Without any setting the defaults are used.
 */
public final class HeadgateListener implements ServletContextListener {
    /** The attribute of the {@link ServletContext} under which any code of the application finds its {@link Headgate}. */
    public static final String ATTRIBUTE = "io.github.headgate.Headgate";

    /** For {@code web.xml}. */
    public HeadgateListener() {}

    /**
     * Reads the settings and opens the Headgate.
     *
     * @throws InvalidSettingsException if a setting is wrong, or the file cannot be read; the web application does not start then
     */
    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        ClassLoader classes = Thread.currentThread().getContextClassLoader();
        WebApplicationLookup lookup =
                new WebApplicationLookup(context, classes == null ? HeadgateListener.class.getClassLoader() : classes);
        SettingsSource source = new SettingsSource(context, lookup, Placeholders.ofEnvironment());
        WebApplication.open(source.read(), lookup).publish(context);
    }

    /** Closes the Headgate; calls that are under way fail. */
    @Override
    public void contextDestroyed(ServletContextEvent event) {
        WebApplication.withdraw(event.getServletContext());
    }
}
