package io.github.headgate.contract;

import jakarta.servlet.ServletContainerInitializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.util.ServerInfo;
import org.jspecify.annotations.Nullable;

/** Tomcat; the same source for all its versions. */
public final class TomcatContainer implements ContainerUnderTest {
    private final Tomcat tomcat = new Tomcat();
    private @Nullable Logger quiet; // referred to, since a logger that nobody refers to forgets its level

    @Override
    public String name() {
        return ServerInfo.getServerInfo();
    }

    @Override
    public void start(ServletContainerInitializer application) throws LifecycleException, IOException {
        Path directory = Files.createTempDirectory("tomcat");
        directory.toFile().deleteOnExit();
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(0);
        tomcat.setSilent(true);
        tomcat.getConnector();
        Context context = tomcat.addContext("", directory.toString());
        context.addServletContainerInitializer(application, Set.of());
        // looking for leaks when it stops needs access to the JVM's inside, and warns where there is none
        ((StandardContext) context).setClearReferencesThreadLocals(false);
        ((StandardContext) context).setClearReferencesRmiTargets(false);
        tomcat.start();
        Logger own = Logger.getLogger(context.getLogName());
        own.setLevel(Level.OFF); // it writes down each of hundreds of responses that are broken off on purpose
        quiet = own;
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
        if (quiet != null) {
            quiet.setLevel(null);
        }
    }
}
