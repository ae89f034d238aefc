package io.github.headgate.examples.legacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.catalina.Context;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The WAR in Tomcat 9. */
class Tomcat9IT {
    private static final String STALE_IF_ERROR = "ORDERS_STALE_IF_ERROR";

    @TempDir
    private Path directory;

    private Tomcat tomcat() throws IOException {
        Files.createDirectory(directory.resolve("webapps"));
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(directory.toString());
        tomcat.setPort(0);
        tomcat.getConnector();
        return tomcat;
    }

    @Test
    @Timeout(60)
    void givesTheLastGoodResponseIfThatIsOn() throws Exception {
        Tomcat tomcat = tomcat();
        System.setProperty(STALE_IF_ERROR, "1m");
        try (LegacyWar war = new LegacyWar()) {
            tomcat.addWebapp("", LegacyWar.FILE.toString());
            tomcat.start();
            int port = tomcat.getConnector().getLocalPort();
            assertThat(LegacyWar.get(port, "/orders", "*/*").headers().map()).doesNotContainKey("age");
            war.killOrders();
            HttpResponse<String> stale = LegacyWar.get(port, "/orders", "*/*");
            assertThat(stale.statusCode()).isEqualTo(200);
            assertThat(stale.body()).isEqualTo("[\"an order\"]");
            assertThat(stale.headers().firstValue("Age")).isPresent();
            assertThat(stale.headers().firstValue("Cache-Status"))
                    .hasValue("headgate; fwd=stale; detail=stale-if-error");
            assertThat(stale.headers().firstValue("Proxy-Status"))
                    .hasValue("headgate; error=connection_refused; next-hop=orders");
        } finally {
            System.clearProperty(STALE_IF_ERROR);
            tomcat.stop();
            tomcat.destroy();
        }
    }

    @Test
    @Timeout(60)
    void answersAndLeavesNothingBehind() throws Exception {
        Tomcat tomcat = tomcat();
        Warnings warnings = new Warnings();
        Logger loader = Logger.getLogger("org.apache.catalina.loader.WebappClassLoaderBase");
        loader.addHandler(warnings);
        try (LegacyWar war = new LegacyWar()) {
            Context context = tomcat.addWebapp("", LegacyWar.FILE.toString());
            context.addParameter("headgate.inbound.max-in-flight", "100");
            context.addParameter("headgate.inbound.adaptive-limit", "vegas");
            tomcat.start();
            WarContract.check(war, tomcat.getConnector().getLocalPort());
            assertThat(inbound()).hasSize(1);
            context.stop();
            assertThat(inbound()).isEmpty();
            assertThat(((StandardHost) tomcat.getHost()).findReloadedContextMemoryLeaks())
                    .isEmpty();
            tomcat.getHost().removeChild(context);
        } finally {
            tomcat.stop();
            tomcat.destroy();
            loader.removeHandler(warnings);
        }
        assertThat(warnings.texts).isEmpty();
    }

    private static Set<ObjectName> inbound() throws JMException {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("io.github.headgate:type=Inbound,*"), null);
    }

    /** What Tomcat finds left of an application: threads, timers, drivers, values of thread-locals. */
    private static final class Warnings extends Handler {
        private final List<String> texts = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                texts.add(entry.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
