package io.github.headgate.contract;

import jakarta.servlet.ServletContainerInitializer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;

class JettyEe10ContractTest extends ContainerContract {
    JettyEe10ContractTest() {
        super(new Jetty());
    }

    static final class Jetty implements ContainerUnderTest {
        private final Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

        @Override
        public String name() {
            return "Jetty/" + Server.getVersion() + " ee10";
        }

        @Override
        public void start(ServletContainerInitializer application) throws Exception {
            ServletContextHandler context = new ServletContextHandler();
            context.setContextPath("/");
            context.addServletContainerInitializer(application);
            server.setHandler(context);
            server.start();
        }

        @Override
        public int port() {
            return ((NetworkConnector) server.getConnectors()[0]).getLocalPort();
        }

        @Override
        public void stop() throws Exception {
            server.stop();
        }
    }
}
