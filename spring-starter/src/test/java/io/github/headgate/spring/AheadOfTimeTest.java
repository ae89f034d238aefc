package io.github.headgate.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headgate.Headgate;
import io.github.headgate.failure.UpstreamException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.junit.jupiter.api.Test;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;

/** What Spring makes of the beans when an application is built, in place of looking for them when it starts. */
class AheadOfTimeTest {
    private static final Map<String, Object> SETTINGS = Map.of(
            "server.port", "0",
            "spring.cloud.refresh.enabled", "false", // Spring Cloud cannot do that ahead of time
            "headgate.upstreams.orders.endpoints", "http://127.0.0.1:1",
            "headgate.proxy.routes[0].path", "/orders/**",
            "headgate.proxy.routes[0].upstream", "orders");

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    private static <C extends GenericApplicationContext> C set(C context) {
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", SETTINGS));
        new HeadgateDefaults().initialize(context);
        return context;
    }

    @Test
    @CompileWithForkedClassLoader
    @SuppressWarnings("unchecked")
    void anApplicationThatIsProcessedAheadOfTimeIsTheSame() {
        TomcatURLStreamHandlerFactory.disable(); // the JVM has that of another test's Tomcat, of another class loader
        TestGenerationContext generation = new TestGenerationContext(Application.class);
        AnnotationConfigServletWebServerApplicationContext built =
                set(new AnnotationConfigServletWebServerApplicationContext());
        built.register(Application.class);
        ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(built, generation);
        generation.writeGeneratedContent();
        TestCompiler.forSystem().with(generation).compile(compiled -> {
            try (ServletWebServerApplicationContext context = set(new ServletWebServerApplicationContext())) {
                compiled.getInstance(ApplicationContextInitializer.class, initializer.toString())
                        .initialize(context);
                context.refresh();
                assertThatThrownBy(() -> context.getBean(Headgate.class).execute("orders", new HttpGet("/")))
                        .isInstanceOf(UpstreamException.class);
                HttpResponse<String> response = get(context, "/orders/1");
                assertThat(response.statusCode()).isEqualTo(502);
                assertThat(response.headers().allValues("Proxy-Status"))
                        .containsExactly("headgate; error=connection_refused; next-hop=orders");
            }
        });
    }

    private static HttpResponse<String> get(ServletWebServerApplicationContext context, String path) {
        int port = requireNonNull(context.getWebServer()).getPort();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, BodyHandlers.ofString())
                .join();
    }
}
