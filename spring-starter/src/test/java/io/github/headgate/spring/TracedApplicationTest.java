package io.github.headgate.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** One trace, from the caller through the application to the upstream, in an application that knows nothing of it. */
@Timeout(60)
class TracedApplicationTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final MockWebServer upstream = new MockWebServer();

    private final Ended ended = new Ended();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.headgate.failures");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private ConfigurableApplicationContext context;

    @RestController
    static class Shop {
        private final RestClient restClient;

        Shop(RestClient.Builder restClient) {
            this.restClient = restClient.build();
        }

        @GetMapping("/orders")
        String orders() {
            return "" + restClient.get().uri("http://orders/all").retrieve().body(String.class);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Shop.class)
    static class Application {}

    /** The spans that have ended, also when the application has. */
    private static final class Ended implements SpanProcessor {
        final List<SpanData> spans = new CopyOnWriteArrayList<>();

        @Override
        public void onStart(Context parent, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {
            spans.add(span.toSpanData());
        }

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }

    @BeforeEach
    void start() throws IOException {
        upstream.start();
        SpringApplication application = new SpringApplication(Application.class);
        application.addInitializers(started -> started.getBeanFactory().registerSingleton("ended", ended));
        context = application.run(
                "--server.port=0",
                "--headgate.upstreams.orders.endpoints=http://127.0.0.1:1,http://127.0.0.1:" + upstream.getPort(),
                "--headgate.upstreams.orders.load-balancing=first-available",
                "--headgate.upstreams.gone.endpoints=http://127.0.0.1:1",
                "--headgate.proxy.routes[0].path=/gone/**",
                "--headgate.proxy.routes[0].upstream=gone");
        log.start();
        logger.addAppender(log); // not before Spring Boot has set up the logging anew
    }

    @AfterEach
    void stop() {
        context.close();
        upstream.close();
        logger.detachAppender(log);
    }

    private HttpResponse<String> get(String path) throws Exception {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    /* The span of the request itself ends after the caller has its response, and may not be there yet. */
    private List<String> upwards(String id) {
        List<String> names = new ArrayList<>();
        Optional<SpanData> span = span(id);
        while (span.isPresent()) {
            names.add(span.get().getName());
            span = span(span.get().getParentSpanId());
        }
        return names;
    }

    private Optional<SpanData> span(String id) {
        return ended.spans.stream().filter(span -> span.getSpanId().equals(id)).findFirst();
    }

    @Test
    void oneTraceReachesFromTheCallerToTheUpstream() throws Exception {
        upstream.enqueue(new MockResponse.Builder().body("all orders").build());
        assertThat(get("/orders").body()).isEqualTo("all orders");

        String parent = requireNonNull(upstream.takeRequest().getHeaders().get("traceparent"));
        assertThat(parent).startsWith("00-" + TRACE + "-");
        assertThat(upwards(parent.substring(36, 52))).startsWith("attempt orders", "call orders", "http get");
        assertThat(ended.spans)
                .filteredOn(span -> span.getName().equals("attempt orders"))
                .hasSize(2);
    }

    @Test
    void theTraceIsInTheAnswerInTheLogAndKnowsTheRequestId() throws Exception {
        HttpResponse<String> response = get("/gone/1");
        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.body()).contains("\"traceId\":\"" + TRACE + "\"");
        ILoggingEvent line = log.list.get(0);
        assertThat(line.getKeyValuePairs())
                .anySatisfy(pair -> assertThat(pair).hasToString("traceId=\"" + TRACE + "\""));
        assertThat(line.getMDCPropertyMap()).containsEntry("traceId", TRACE);

        String requestId = response.headers().firstValue("X-Request-Id").orElseThrow();
        context.close(); // which waits for the end of the request
        assertThat(ended.spans)
                .extracting(span -> span.getAttributes().get(AttributeKey.stringKey("requestId")))
                .contains(requestId);
    }
}
