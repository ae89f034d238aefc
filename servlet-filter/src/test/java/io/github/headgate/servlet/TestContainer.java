package io.github.headgate.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.jspecify.annotations.Nullable;

/** A real Tomcat on a free port. */
final class TestContainer implements AutoCloseable {
    private final Tomcat tomcat = new Tomcat();
    private final Context context;
    private @Nullable Logger quiet; // referred to, since a logger that nobody refers to forgets its level

    TestContainer() {
        this("");
    }

    TestContainer(String contextPath) {
        try {
            File directory = Files.createTempDirectory("tomcat").toFile();
            directory.deleteOnExit();
            tomcat.setBaseDir(directory.getPath());
            tomcat.setPort(0);
            tomcat.setSilent(true);
            tomcat.getConnector().setProperty("maxThreads", "8");
            context = tomcat.addContext(contextPath, directory.getPath());
            // looking for leaks when it stops needs access to the JVM's inside, and warns where there is none
            ((StandardContext) context).setClearReferencesThreadLocals(false);
            ((StandardContext) context).setClearReferencesRmiTargets(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestContainer servlet(String path, Servlet servlet) {
        Wrapper wrapper = Tomcat.addServlet(context, servlet.getClass().getName() + path, servlet);
        wrapper.setAsyncSupported(true);
        context.addServletMapping(path, wrapper.getName());
        return this;
    }

    TestContainer filter(Filter filter) {
        FilterDef definition = new FilterDef();
        definition.setFilterName(filter.getClass().getName());
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap map = new FilterMap();
        map.setFilterName(definition.getFilterName());
        map.addURLPattern("/*");
        Arrays.stream(DispatcherType.values()).forEach(type -> map.setDispatcher(type.name()));
        context.addFilterMap(map);
        return this;
    }

    /** Every failure is also shown by this path, as Spring Boot does with {@code /error}. */
    TestContainer errorPage(String path) {
        ErrorPage page = new ErrorPage();
        page.setLocation(path);
        context.addErrorPage(page);
        return this;
    }

    /** Sets a property of the connector. */
    TestContainer connector(String property, String value) {
        tomcat.getConnector().setProperty(property, value);
        return this;
    }

    /** Keeps the container from writing down what servlets throw, where hundreds of responses are broken off on purpose. */
    TestContainer quiet() {
        Logger own = Logger.getLogger(context.getLogName());
        own.setLevel(Level.OFF);
        quiet = own;
        return this;
    }

    TestContainer start() {
        try {
            tomcat.start();
            return this;
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void close() {
        try {
            tomcat.stop();
            tomcat.destroy();
            if (quiet != null) {
                quiet.setLevel(null);
            }
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }
}
