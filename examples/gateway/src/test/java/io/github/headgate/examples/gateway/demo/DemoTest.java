package io.github.headgate.examples.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

class DemoTest {
    @SpringBootApplication(proxyBeanMethods = false)
    static class Application {}

    @Test
    void callersSeeNothingOfAnInstanceThatIsKilled() {
        SpringApplication application = new SpringApplication(Application.class);
        application.addListeners(new DemoMode());
        try (ConfigurableApplicationContext context = application.run("--server.port=0")) {
            List<String> table = context.getBean(Performance.class).played();
            assertThat(table).anyMatch(line -> line.matches("\\| 1 of 3 instances is killed +\\| 300 \u00d7 200 .*"));
            assertThat(table).anyMatch(line -> line.matches("\\| 1 of 3 instances stalls: +\\| 300 \u00d7 200 .*"));
            assertThat(table).anyMatch(line -> line.contains("destination_unavailable"));
        }
    }

    @Test
    void noDemoWhereSomethingIsConfigured() {
        SpringApplication application = new SpringApplication(Application.class);
        application.addListeners(new DemoMode());
        try (ConfigurableApplicationContext context =
                application.run("--server.port=0", "--headgate.upstreams.orders.endpoints=http://127.0.0.1:1")) {
            assertThat(context.getBeanProvider(Performance.class).stream()).isEmpty();
        }
    }
}
