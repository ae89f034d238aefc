package io.github.headgate.spring;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerGracefulShutdownLifecycle;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A context that closes while a request is under way. */
@Timeout(60)
class InboundLifecycleTest {
    private static final CountDownLatch IS_HERE = new CountDownLatch(1);
    private static final CountDownLatch MAY_GO = new CountDownLatch(1);

    private final HttpClient client = HttpClient.newHttpClient();

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        TomcatServletWebServerAutoConfiguration.class,
        HeadgateAutoConfiguration.class,
        HeadgateServletAutoConfiguration.class
    })
    static class Application {
        @Bean
        ServletRegistrationBean<HttpServlet> servlet() {
            return new ServletRegistrationBean<>(new SlowServlet(), "/*");
        }
    }

    /** Waits, where it is asked for {@code /slow}. */
    private static final class SlowServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getRequestURI().equals("/slow")) {
                IS_HERE.countDown();
                try {
                    MAY_GO.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            response.getOutputStream().print("done");
        }
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void whoComesThenIsAnsweredAndWhatIsUnderWayEnds() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .registerShutdownHook(false)
                .run("--server.port=0", "--headgate.inbound.stop-timeout=60s", "--logging.level.root=warn")) {
            int port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                    .getPort();
            assertThat(context.getBean(InboundLifecycle.class).getPhase())
                    .isGreaterThan(context.getBean(WebServerGracefulShutdownLifecycle.class)
                            .getPhase());
            Future<HttpResponse<String>> first = threads.submit(() -> get(port, "/slow"));
            IS_HERE.await();
            Future<?> closed = threads.submit(context::close);
            HttpResponse<String> further = get(port, "/");
            while (further.statusCode() == 200) {
                further = get(port, "/");
            }
            assertThat(further.statusCode()).isEqualTo(503);
            assertThat(further.body()).contains("This service is stopping");
            assertThat(further.headers().firstValue("Proxy-Status")).isPresent();
            assertThat(closed.isDone()).isFalse();
            MAY_GO.countDown();
            assertThat(first.get().body()).isEqualTo("done");
            closed.get();
        } finally {
            MAY_GO.countDown();
            threads.shutdownNow();
        }
    }
}
