package io.github.headgate.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.headgate.Headgate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;

/** An application that has the starter and nothing else, such as a batch job. */
@Timeout(60)
class BareApplicationTest {
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jakarta.servlet.Filter",
                "org.springframework.web.client.RestClient",
                "org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder",
                "org.springframework.boot.actuate.endpoint.annotation.Endpoint",
                "org.springframework.boot.health.contributor.Health",
                "org.springframework.cloud.client.discovery.DiscoveryClient",
                "io.micrometer.core.instrument.MeterRegistry"
            })
    void whatIsNotThere(String type) {
        assertThat(ClassUtils.isPresent(type, getClass().getClassLoader())).isFalse();
    }

    @Test
    void startsWithoutAWarningAndCalls(@TempDir Path directory) throws Exception {
        HttpServer orders = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        orders.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        orders.start();
        Path log = directory.resolve("log");
        try (ConfigurableApplicationContext context = SpringApplication.run(
                        Application.class,
                        "--logging.file.name=" + log,
                        "--headgate.deadline-headers=grpc-timeout",
                        "--headgate.upstreams.orders.endpoints=http://127.0.0.1:"
                                + orders.getAddress().getPort());
                ClassicHttpResponse response = context.getBean(Headgate.class).execute("orders", new HttpGet("/all"))) {
            assertThat(response.getCode()).isEqualTo(204);
            assertThat(log).content().contains("Started ").doesNotContain(" WARN ", " ERROR ");
        } finally {
            orders.stop(0);
        }
    }
}
