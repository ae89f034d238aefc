package io.github.headgate.examples.legacy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.tomcat.InstanceManager;
import org.apache.tomcat.SimpleInstanceManager;
import org.eclipse.jetty.ee8.apache.jsp.JettyJasperInitializer;
import org.eclipse.jetty.ee8.webapp.WebAppContext;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The WAR in Jetty 12, for javax. */
class JettyEe8IT {
    @Test
    @Timeout(60)
    void answers() throws Exception {
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        WebAppContext context = new WebAppContext(LegacyWar.FILE.toString(), "/");
        context.addServletContainerInitializer(
                new JettyJasperInitializer()); // Jetty's own start script finds it by itself
        context.setAttribute(InstanceManager.class.getName(), new SimpleInstanceManager());
        server.setHandler(context);
        try (LegacyWar war = new LegacyWar()) {
            server.start();
            WarContract.check(war, ((NetworkConnector) server.getConnectors()[0]).getLocalPort());
        } finally {
            server.stop();
        }
    }
}
