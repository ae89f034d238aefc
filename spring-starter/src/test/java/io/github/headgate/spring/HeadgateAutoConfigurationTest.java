package io.github.headgate.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headgate.CallListener;
import io.github.headgate.Headgate;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.answer.FallbackKind;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.servlet.AnswerListener;
import io.github.headgate.servlet.AnsweredFailure;
import io.github.headgate.servlet.FailureResponder;
import io.github.headgate.servlet.FallbackHandler;
import io.github.headgate.servlet.GatewaySettings;
import io.github.headgate.servlet.Route;
import io.github.headgate.settings.InvalidSettingsException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class HeadgateAutoConfigurationTest {
    private static final AutoConfigurations OURS = AutoConfigurations.of(
            HeadgateAutoConfiguration.class,
            HeadgateServletAutoConfiguration.class,
            HeadgateHealthAutoConfiguration.class);
    private static final String ENDPOINT = "headgate.upstreams.orders.endpoints=http://127.0.0.1:1";

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(OURS).withPropertyValues(ENDPOINT);
    private final WebApplicationContextRunner web =
            new WebApplicationContextRunner().withConfiguration(OURS).withPropertyValues(ENDPOINT);

    @Test
    void thePropertiesReachTheBeans() {
        runner.withPropertyValues("headgate.name=edge", "headgate.statuses.connection_refused=503")
                .run(context -> {
                    assertThat(context.getBean(Headgate.class).upstreamNames()).containsExactly("orders");
                    AnswerSettings answer = context.getBean(AnswerSettings.class);
                    assertThat(answer.name()).isEqualTo("edge");
                    assertThat(answer.statuses()).isEqualTo(Map.of(FailureType.CONNECTION_REFUSED, 503));
                });
    }

    @Test
    void overrideErrorsAreReadFromListsAndFromTexts() {
        web.withPropertyValues(
                        "headgate.proxy.override-errors[0]=500",
                        "headgate.proxy.override-errors[1]=502-504",
                        "headgate.proxy.routes[0].path=/a/**",
                        "headgate.proxy.routes[0].upstream=orders",
                        "headgate.proxy.routes[1].path=/b/**",
                        "headgate.proxy.routes[1].upstream=orders",
                        "headgate.proxy.routes[1].overrideErrors=404,410",
                        "headgate.proxy.routes[2].path=/c/**",
                        "headgate.proxy.routes[2].upstream=orders",
                        "headgate.proxy.routes[2].override-errors=")
                .run(context -> assertThat(
                                context.getBean(GatewaySettings.class).proxy().routes())
                        .extracting(Route::overrideErrors)
                        .containsExactly(Set.of(500, 502, 503, 504), Set.of(404, 410), Set.of()));
    }

    @Test
    void oneMessageNamesAllThatIsWrongAndSaysWhatToDo() {
        web.withPropertyValues(
                        "headgate.upstreams.orders.deadlin=2s",
                        "headgate.upstreams.orders.attempt-timeout=5",
                        "headgate.expose-details=perhaps",
                        "headgate.proxy.routes[0].path=/orders/**",
                        "headgate.proxy.routes[0].upstream=order")
                .run(context -> {
                    assertThat(context).hasFailed();
                    FailureAnalysis analysis = new InvalidSettingsFailureAnalyzer()
                            .analyze(Objects.requireNonNull(context.getStartupFailure()));
                    assertThat(analysis).isNotNull();
                    assertThat(analysis.getDescription())
                            .startsWith("4 settings of Headgate are wrong:")
                            .contains("headgate.upstreams.orders.deadlin = 2s (expected: no such setting; did you mean"
                                    + " headgate.upstreams.orders.deadline?)")
                            .contains("headgate.upstreams.orders.attempt-timeout = 5 (expected: a duration")
                            .contains("headgate.expose-details = perhaps (expected: true or false)")
                            .contains("headgate.proxy.routes[0].upstream = order (expected: one of");
                    assertThat(analysis.getAction()).contains("Correct the settings");
                });
    }

    @Test
    void theMessageIsTheSameAsInPlainJava() {
        Map<String, String> settings = Map.of("headgate.upstreams.orders.endpoints", "nowhere");
        runner.withPropertyValues("headgate.upstreams.orders.endpoints=nowhere").run(context -> {
            String plain = plainMessage(settings);
            assertThat(context.getStartupFailure()).rootCause().hasMessage(plain);
        });
    }

    @SuppressWarnings("EmptyTryBlock")
    private static String plainMessage(Map<String, String> settings) {
        try (Headgate unexpected = Headgate.of(settings)) {
            return "no failure: " + unexpected.upstreamNames();
        } catch (InvalidSettingsException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void ownHeadgateTakesThePlaceOfOursAndItsUpstreamsCanBeRoutedTo() {
        Headgate own = Headgate.builder()
                .upstream("stock", stock -> stock.endpoints("http://127.0.0.1:1"))
                .build();
        new WebApplicationContextRunner()
                .withConfiguration(OURS)
                .withBean(Headgate.class, () -> own)
                .withPropertyValues(
                        "headgate.proxy.routes[0].path=/stock/**", "headgate.proxy.routes[0].upstream=stock")
                .run(context -> {
                    assertThat(context).hasSingleBean(Headgate.class);
                    assertThat(context.getBean(Headgate.class)).isSameAs(own);
                    assertThat(context).hasSingleBean(ServletRegistrationBean.class);
                });
    }

    @Test
    void aFallbackIsABeanThatAnswersAndListenersAreToldOfIt() {
        AtomicInteger answered = new AtomicInteger();
        AnswerListener listener = new AnswerListener() {
            @Override
            public void answered(AnsweredFailure failure, @Nullable FallbackKind fallback) {
                assertThat(fallback).isEqualTo(FallbackKind.HANDLER);
                answered.incrementAndGet();
            }
        };
        web.withBean("shelf", FallbackHandler.class, () -> HeadgateAutoConfigurationTest::fromTheShelf)
                .withBean(AnswerListener.class, () -> listener)
                .withPropertyValues("headgate.fallbacks[0].handler=shelf")
                .run(context -> {
                    MockHttpServletResponse response = new MockHttpServletResponse();
                    UpstreamException failed = new UpstreamException(
                            "orders", Failure.of(FailureType.CONNECTION_REFUSED), List.of(), "refused");
                    context.getBean(FailureResponder.class).respond(new MockHttpServletRequest(), response, failed);
                    assertThat(response.getContentAsString()).isEqualTo("from the shelf");
                    assertThat(response.getStatus()).isEqualTo(502);
                    assertThat(answered).hasValue(1);
                });
    }

    private static boolean fromTheShelf(
            HttpServletRequest request, HttpServletResponse response, AnsweredFailure failure) throws IOException {
        response.getWriter().print("from the shelf");
        return true;
    }

    @Test
    void aFallbackThatIsNoBeanStopsTheStart() {
        web.withBean("shelf", FallbackHandler.class, () -> HeadgateAutoConfigurationTest::fromTheShelf)
                .withPropertyValues("headgate.fallbacks[0].handler=shelve")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining(
                                "headgate.fallbacks[0].handler = shelve (expected: the name of a bean of the"
                                        + " type io.github.headgate.servlet.FallbackHandler, of [shelf])"));
    }

    @ParameterizedTest
    @CsvSource({"/manage,/manage/**", "/actuator,/actuator/**", "/,/health/**", "'',/health/**"})
    void theActuatorIsLetThroughWhereverItIs(String basePath, String expected) {
        web.withPropertyValues("management.endpoints.web.base-path=" + basePath)
                .withInitializer(new HeadgateDefaults())
                .run(context -> assertThat(
                                context.getBean(GatewaySettings.class).inbound().exemptPaths())
                        .containsExactly(expected));
    }

    @Test
    void listenersObserveCalls() {
        AtomicInteger failed = new AtomicInteger();
        CallListener listener = new CallListener() {
            @Override
            public void callFailed(UpstreamException failure, Duration elapsed) {
                failed.incrementAndGet();
            }
        };
        runner.withBean(CallListener.class, () -> listener).run(context -> {
            FailedCall.make(context.getBean(Headgate.class), "orders");
            assertThat(failed).hasValue(1);
        });
    }

    @Test
    void theDeadlineOfTheCallerIsHeededOnlyWhereAHeaderIsSet() {
        String bean = "callerDeadlineFilterRegistration";
        web.run(context -> assertThat(
                        context.getBean(bean, FilterRegistrationBean.class).isEnabled())
                .isFalse());
        web.withPropertyValues("headgate.deadline-headers=grpc-timeout,X-Request-Deadline")
                .run(context -> assertThat(context.getBean(bean, FilterRegistrationBean.class)
                                .isEnabled())
                        .isTrue());
        web.withPropertyValues("headgate.deadline-headers=grpc timeout").run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageContaining("names of headers, such as X-Request-Deadline"));
    }

    @Test
    void theProxyIsThereOnlyWithRoutes() {
        web.run(context -> {
            assertThat(context).hasBean("upstreamFailureFilterRegistration");
            assertThat(context).doesNotHaveBean(ServletRegistrationBean.class);
        });
        web.withPropertyValues(
                        "headgate.proxy.routes[0].path=/api/orders/**", "headgate.proxy.routes[0].upstream=orders")
                .withPropertyValues("headgate.proxy.routes[1].path=/", "headgate.proxy.routes[1].upstream=orders")
                .run(context -> assertThat(mappings(context)).containsExactlyInAnyOrder("/api/orders/*", ""));
    }

    @Test
    void withoutSpringMvcTheRouteForAnythingIsTheDefaultServlet() {
        web.withClassLoader(
                        new FilteredClassLoader("org.springframework.boot.webmvc", "org.springframework.web.servlet"))
                .withPropertyValues("headgate.proxy.routes[0].path=/**", "headgate.proxy.routes[0].upstream=orders")
                .run(context -> assertThat(mappings(context)).containsExactly("/"));
    }

    private static Collection<String> mappings(ApplicationContext context) {
        ServletRegistrationBean<?> registration = context.getBean(ServletRegistrationBean.class);
        return registration.getUrlMappings();
    }

    @Test
    void nothingOfServletsWithoutThem() {
        runner.withClassLoader(new FilteredClassLoader("jakarta.servlet")).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(Headgate.class);
            assertThat(context).doesNotHaveBean(FilterRegistrationBean.class);
        });
    }

    @Test
    void nothingOfHealthWithoutIt() {
        web.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Headgate.class));
        web.withPropertyValues("management.health.upstreams.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HealthContributor.class));
    }

    @Test
    void theHeadgateIsClosedWithTheContext() {
        runner.run(context -> {
            Headgate headgate = context.getBean(Headgate.class);
            context.close();
            assertThatThrownBy(() -> FailedCall.make(headgate, "orders")).isInstanceOf(RuntimeException.class);
        });
    }
}
