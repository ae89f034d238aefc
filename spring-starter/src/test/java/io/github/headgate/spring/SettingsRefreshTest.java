package io.github.headgate.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.headgate.Headgate;
import io.github.headgate.UpstreamStatus;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.core.env.MapPropertySource;

class SettingsRefreshTest {
    private static final String ORDERS = "headgate.upstreams.orders.";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(HeadgateAutoConfiguration.class, HeadgateRefreshAutoConfiguration.class))
            .withPropertyValues(
                    ORDERS + "endpoints=http://127.0.0.1:1",
                    ORDERS + "deadline=7s",
                    "headgate.upstreams.stock.endpoints=http://127.0.0.1:3");

    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    @BeforeEach
    void listen() {
        appender.start();
        logger().addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        logger().detachAppender(appender);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(SettingsRefresh.class);
    }

    private String logged() {
        return appender.list.stream().map(ILoggingEvent::getFormattedMessage).collect(Collectors.joining("\n"));
    }

    private static void change(AssertableApplicationContext context, String... settings) {
        Map<String, Object> changed = new HashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            changed.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("changed", changed));
        context.publishEvent(new EnvironmentChangeEvent(context, changed.keySet()));
    }

    private static UpstreamStatus status(AssertableApplicationContext context, String upstream) {
        return context.getBean(Headgate.class).status().stream()
                .filter(status -> status.name().equals(upstream))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> endpoints(AssertableApplicationContext context, String upstream) {
        return status(context, upstream).endpoints().stream()
                .map(status -> status.endpoint().toString())
                .toList();
    }

    @Test
    void whatHasChangedIsAppliedAndNothingElse() {
        runner.run(context -> {
            Headgate headgate = context.getBean(Headgate.class);
            headgate.replace("stock", stock -> stock.endpoints("http://127.0.0.1:33"));

            change(context, ORDERS + "endpoints=http://127.0.0.1:1,http://127.0.0.1:2", ORDERS + "deadline=8s");

            assertThat(endpoints(context, "orders")).containsExactly("http://127.0.0.1:1", "http://127.0.0.1:2");
            assertThat(status(context, "orders").policy().deadline()).isEqualTo(Duration.ofSeconds(8));
            assertThat(endpoints(context, "stock")).containsExactly("http://127.0.0.1:33");
        });
    }

    @Test
    void aHostMovesToAnotherUpstream() {
        runner.withPropertyValues(ORDERS + "hosts=api.example.com").run(context -> {
            Headgate headgate = context.getBean(Headgate.class);
            URI url = URI.create("https://api.example.com/v2");
            assertThat(headgate.upstreamOf(url)).contains("orders");

            change(context, ORDERS + "hosts=", "headgate.upstreams.stock.hosts=api.example.com");
            assertThat(headgate.upstreamOf(url)).contains("stock");

            change(context, ORDERS + "hosts=api.example.com", "headgate.upstreams.stock.hosts=");
            assertThat(headgate.upstreamOf(url)).contains("orders");

            change(
                    context,
                    ORDERS + "hosts=api.example.com",
                    ORDERS + "deadline=8s",
                    "headgate.upstreams.stock.hosts=api.example.com");
            assertThat(headgate.upstreamOf(url)).contains("orders");
            assertThat(status(context, "orders").policy().deadline()).isEqualTo(Duration.ofSeconds(7));
            assertThat(logged()).contains("settings have changed and are not applied");
        });
    }

    @Test
    void whatIsWrongIsToldAndNothingOfItIsApplied() {
        runner.run(context -> {
            change(context, ORDERS + "endpoints=http://127.0.0.1:2", ORDERS + "deadline=soon");
            assertThat(endpoints(context, "orders")).containsExactly("http://127.0.0.1:1");
            assertThat(logged())
                    .contains("settings have changed and are not applied")
                    .contains("headgate.upstreams.orders.deadline = soon");
            change(context, ORDERS + "deadline=9s");
            assertThat(status(context, "orders").policy().deadline()).isEqualTo(Duration.ofSeconds(9));
        });
    }

    @Test
    void whatNeedsAStartIsTold() {
        runner.run(context -> {
            change(context, "headgate.upstreams.users.endpoints=http://127.0.0.1:4", "headgate.name=other");
            assertThat(context.getBean(Headgate.class).upstreamNames()).containsExactly("orders", "stock");
            assertThat(logged())
                    .contains("upstream users is new, and is there when the application starts again")
                    .contains("settings other than those of upstreams have changed");
        });
    }

    @Test
    void othersSettingsAreNotOurs() {
        runner.run(context -> {
            context.publishEvent(new EnvironmentChangeEvent(context, Set.of("spring.application.name")));
            assertThat(logged()).doesNotContain("have changed");
        });
    }

    @Test
    void withoutSpringCloudThereIsNothingOfIt() {
        runner.withClassLoader(new FilteredClassLoader("org.springframework.cloud.context"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("headgateSettingsRefresh"));
    }
}
