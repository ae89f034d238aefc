package io.github.headgate.contract;

import io.undertow.Undertow;
import io.undertow.Version;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletException;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

class UndertowContractTest extends ContainerContract {
    UndertowContractTest() {
        super(new UndertowContainer());
    }

    static final class UndertowContainer implements ContainerUnderTest {
        private @Nullable Undertow server;
        private @Nullable DeploymentManager manager;

        @Override
        public String name() {
            return Version.getFullVersionString();
        }

        @Override
        public void start(ServletContainerInitializer application) throws ServletException {
            DeploymentInfo deployment = Servlets.deployment()
                    .setDeploymentName("contract")
                    .setContextPath("/")
                    .setClassLoader(ContainerContract.class.getClassLoader())
                    .addServletContainerInitializer(new ServletContainerInitializerInfo(
                            application.getClass(), new ImmediateInstanceFactory<>(application), Set.of()));
            DeploymentManager deployed = Servlets.defaultContainer().addDeployment(deployment);
            deployed.deploy();
            manager = deployed;
            Undertow started = Undertow.builder()
                    .addHttpListener(0, "127.0.0.1")
                    .setHandler(deployed.start())
                    .build();
            started.start();
            server = started;
        }

        private Undertow server() {
            if (server == null) {
                throw new IllegalStateException("not started");
            }
            return server;
        }

        @Override
        public int port() {
            return ((InetSocketAddress) server().getListenerInfo().get(0).getAddress()).getPort();
        }

        @Override
        public void stop() throws ServletException {
            server().stop();
            if (manager != null) {
                manager.stop();
                manager.undeploy();
            }
        }
    }
}
