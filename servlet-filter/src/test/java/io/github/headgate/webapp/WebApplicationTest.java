package io.github.headgate.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headgate.Headgate;
import io.github.headgate.servlet.AnsweredFailure;
import io.github.headgate.servlet.FallbackHandler;
import io.github.headgate.settings.InvalidSettingsException;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings in a web application without a framework, in a real container. */
class WebApplicationTest {
    @TempDir
    private Path directory;

    private final Tomcat tomcat = new Tomcat();
    private final HeadgateListener listener = new HeadgateListener();
    private Context context;

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectories(directory.resolve("web/WEB-INF"));
        tomcat.setBaseDir(directory.toString());
        tomcat.setSilent(true);
        context = tomcat.addContext("/shop", directory.resolve("web").toString());
        ((StandardContext) context).setClearReferencesThreadLocals(false);
        ((StandardContext) context).setClearReferencesRmiTargets(false);
    }

    @AfterEach
    void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    private ServletContext start() throws LifecycleException {
        tomcat.start();
        ServletContext started = context.getServletContext();
        listener.contextInitialized(new ServletContextEvent(started));
        return started;
    }

    private void parameter(String name, String value) {
        context.addParameter(name, value);
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private static WebApplication application(ServletContext started) throws ServletException {
        return WebApplication.of(started, "test");
    }

    @Test
    void aFileOfTheApplicationIsReadAndAContextParameterComesBeforeIt() throws Exception {
        file("web/WEB-INF/h.properties", """
                name = from-file
                headgate.upstreams.orders.endpoints = ${NO_SUCH_VARIABLE:http://127.0.0.1:9}
                proxy.routes[0].path = /api/**
                proxy.routes[0].upstream = orders
                deadline-headers = X-Request-Deadline
                """);
        parameter("headgate.config", "/WEB-INF/h.properties");
        parameter("headgate.name", "from-web-xml");
        parameter("other", "is not ours");

        ServletContext started = start();

        WebApplication application = application(started);
        assertThat(application.settings().answers().name()).isEqualTo("from-web-xml");
        assertThat(application.settings().proxy().routes()).hasSize(1);
        assertThat(application.settings().deadlineHeaders()).containsExactly("X-Request-Deadline");
        assertThat(started.getAttribute("io.github.headgate.Headgate")).isInstanceOf(Headgate.class);
        assertThat(application.headgate().status().get(0).endpoints().get(0).endpoint())
                .hasToString("http://127.0.0.1:9");
        listener.contextDestroyed(new ServletContextEvent(started));
        assertThat(started.getAttribute("io.github.headgate.Headgate")).isNull();
    }

    @Test
    void aFileOutsideIsReadAndTheSystemPropertyComesFirst() throws Exception {
        file("own.properties", "name=outside");
        parameter("headgate.config", "/WEB-INF/none.properties");
        System.setProperty(
                "headgate.config", directory.resolve("own.properties").toString());
        try {
            assertThat(application(start()).settings().answers().name()).isEqualTo("outside");
        } finally {
            System.clearProperty("headgate.config");
        }
    }

    @Test
    void nothingHasToBeSet() throws Exception {
        assertThat(application(start()).settings().answers().name()).isEqualTo("headgate");
    }

    @Test
    void aFileThatIsNotThereStopsTheStart() {
        parameter("headgate.config", "/etc/no/headgate.properties");
        assertThatThrownBy(this::start)
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining(
                        "headgate.config = /etc/no/headgate.properties (expected: a file that can be read");
    }

    @Test
    void aFileThatIsNoneStopsTheStart() throws Exception {
        file("web/WEB-INF/h.properties", "name=\\u00zz");
        parameter("headgate.config", "/WEB-INF/h.properties");
        assertThatThrownBy(this::start)
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("headgate.config = /WEB-INF/h.properties (expected: a properties file in UTF-8");
    }

    @Test
    void everythingWrongIsToldAtOnce() {
        parameter("headgate.upstreams.orders.endpoint", "http://127.0.0.1:9");
        parameter("headgate.upstreams.orders.deadline", "5");
        parameter("headgate.exposedetails", "maybe");
        assertThatThrownBy(this::start)
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("did you mean headgate.upstreams.orders.endpoints?")
                .hasMessageContaining("headgate.upstreams.orders.deadline = 5")
                .hasMessageContaining("headgate.exposedetails = maybe (expected: true or false)");
    }

    @Test
    void theFilterAndTheServletNeedTheListener() throws Exception {
        tomcat.start();
        assertThatThrownBy(() -> WebApplication.of(context.getServletContext(), new HeadgateFilter()))
                .isInstanceOf(ServletException.class)
                .hasMessage(
                        "io.github.headgate.webapp.HeadgateFilter needs a Headgate, and this web application has none"
                                + " (expected: a <listener> of the class io.github.headgate.webapp.HeadgateListener in web.xml)");
    }

    @Test
    void theFilterHasNoParametersOfItsOwn() throws Exception {
        context.addApplicationListener(HeadgateListener.class.getName());
        FilterDef definition = new FilterDef();
        definition.setFilterName("headgate");
        definition.setFilterClass(HeadgateFilter.class.getName());
        definition.addInitParameter("expose-details", "true");
        context.addFilterDef(definition);
        tomcat.start();
        assertThat(context.getState().isAvailable()).isFalse();
    }

    private void startProxyOfDeadUpstream() throws LifecycleException {
        parameter("headgate.upstreams.orders.endpoints", "http://127.0.0.1:9");
        parameter("headgate.proxy.routes[0].path", "/**");
        parameter("headgate.proxy.routes[0].upstream", "orders");
        context.addApplicationListener(HeadgateListener.class.getName());
        Tomcat.addServlet(context, "proxy", HeadgateProxyServlet.class.getName());
        context.addServletMapping("/*", "proxy");
        tomcat.setPort(0);
        tomcat.getConnector();
        tomcat.start();
    }

    @Test
    void noThreadThatWatchesOverCallersIsLeftBehind() throws Exception {
        startProxyOfDeadUpstream();
        URL url = new URL("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/shop/orders");
        assertThat(((HttpURLConnection) url.openConnection()).getResponseCode()).isEqualTo(502);
        assertThat(threads()).contains("headgate-client-watch");
        tomcat.stop();
        assertThat(threads()).doesNotContain("headgate-client-watch");
    }

    @Test
    void aFallbackIsAFileOfTheApplicationOrAClassOfIt() throws Exception {
        file("web/WEB-INF/sorry.html", "<p>Back soon</p>");
        parameter("headgate.fallbacks[0].path", "/page");
        parameter("headgate.fallbacks[0].file", "/WEB-INF/sorry.html");
        parameter("headgate.fallbacks[0].content-type", "text/html");
        parameter("headgate.fallbacks[1].handler", Shelf.class.getName());
        startProxyOfDeadUpstream();
        assertThat(get("/page")).isEqualTo("<p>Back soon</p>");
        assertThat(get("/orders")).isEqualTo("from the shelf, orders connection_refused");
    }

    private String get(String path) throws IOException {
        URL url = new URL("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/shop" + path);
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        assertThat(connection.getResponseCode()).isEqualTo(502);
        try (InputStream body = connection.getErrorStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.example.None",
                "java.lang.String",
                "io.github.headgate.webapp.WebApplicationTest$Hidden",
                "io.github.headgate.webapp.WebApplicationTest$Broken"
            })
    void aHandlerThatIsNoneStopsTheStart(String name) {
        parameter("headgate.fallbacks[0].handler", name);
        assertThatThrownBy(this::start)
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("headgate.fallbacks[0].handler = " + name
                        + " (expected: the name of a public class of the application that implements"
                        + " io.github.headgate.servlet.FallbackHandler");
    }

    /** Answers from what it has. */
    public static final class Shelf implements FallbackHandler {
        /** Public, as it must be. */
        public Shelf() {}

        @Override
        public boolean answer(HttpServletRequest request, HttpServletResponse response, AnsweredFailure failure)
                throws IOException {
            response.getWriter()
                    .print("from the shelf, " + failure.upstream() + " "
                            + failure.type().token());
            return true;
        }
    }

    /** Cannot be made. */
    public static final class Broken implements FallbackHandler {
        /** Fails. */
        public Broken() {
            throw new IllegalStateException("no shelf");
        }

        @Override
        public boolean answer(HttpServletRequest request, HttpServletResponse response, AnsweredFailure failure) {
            return false;
        }
    }

    static final class Hidden implements FallbackHandler {
        @Override
        public boolean answer(HttpServletRequest request, HttpServletResponse response, AnsweredFailure failure) {
            return false;
        }
    }

    @Test
    void eachApplicationIsSeenOverJmxUntilItStops() throws Exception {
        parameter("headgate.inbound.max-in-flight", "5");
        filtered(context);
        Context other = tomcat.addContext("/other", directory.resolve("web").toString());
        ((StandardContext) other).setClearReferencesThreadLocals(false);
        ((StandardContext) other).setClearReferencesRmiTargets(false);
        other.addParameter("headgate.inbound.stop-timeout", "1s");
        filtered(other);
        tomcat.start();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName shop = new ObjectName("io.github.headgate:type=Inbound,name=\"/shop\"");
        ObjectName second = new ObjectName("io.github.headgate:type=Inbound,name=\"/other\"");
        assertThat(server.getAttribute(shop, "Limit")).isEqualTo(5);
        assertThat(server.getAttribute(second, "Limit")).isEqualTo(0);
        other.stop();
        assertThat(server.isRegistered(second)).isFalse();
        assertThat(server.isRegistered(shop)).isTrue();
        tomcat.stop();
        assertThat(server.isRegistered(shop)).isFalse();
    }

    private static void filtered(Context application) {
        application.addApplicationListener(HeadgateListener.class.getName());
        FilterDef definition = new FilterDef();
        definition.setFilterName("headgate");
        definition.setFilterClass(HeadgateFilter.class.getName());
        application.addFilterDef(definition);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }
}
