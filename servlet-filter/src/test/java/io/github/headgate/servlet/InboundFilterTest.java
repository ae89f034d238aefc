package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headgate.Headgate;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.answer.Fallback;
import io.github.headgate.settings.InvalidSettingsException;
import io.github.headgate.settings.SettingsReader;
import io.github.headgate.testing.RawUpstream;
import io.github.headgate.upstream.AdaptiveLimit;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests the application takes. */
@Timeout(30)
class InboundFilterTest {
    private static final InboundSettings ONE = InboundSettings.OFF.withMaxInFlight(1);
    private static final String DENIED = "headgate; error=http_request_denied";

    @TempDir
    private Path directory;

    private final CountDownLatch isHere = new CountDownLatch(1);
    private final CountDownLatch mayGo = new CountDownLatch(1);

    private TestContainer application(InboundFilter filter) {
        return new TestContainer()
                .filter(filter)
                .servlet("/slow", new TestServlet((request, response) -> await()))
                .servlet("/async", new TestServlet((request, response) -> {
                    if (request.getDispatcherType() == DispatcherType.REQUEST) {
                        AsyncContext async = request.startAsync();
                        async.start(() -> {
                            await();
                            async.dispatch();
                        });
                    }
                }))
                .servlet("/", new TestServlet((request, response) -> response.setStatus(204)))
                .start();
    }

    private void await() {
        try {
            isHere.countDown();
            mayGo.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /* The container is done with a request a moment after its caller is. */
    private static void awaitNone(InboundFilter filter) {
        while (filter.inFlight() > 0) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/slow", "/async"})
    void whatIsTooMuchIsRefusedAtOnce(String slow) throws Exception {
        InboundFilter filter = new InboundFilter(ONE, AnswerSettings.defaults());
        ExecutorService callers = Executors.newSingleThreadExecutor();
        try (TestContainer container = application(filter)) {
            Future<RawResponse> first = callers.submit(() -> RawClient.get(container.port(), slow));
            isHere.await();
            assertThat(filter.inFlight()).isEqualTo(1);
            RawResponse refused = RawClient.get(container.port(), "/");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers("Retry-After")).containsExactly("1");
            assertThat(refused.headers("Proxy-Status")).containsExactly(DENIED);
            assertThat(refused.body()).contains("too many requests under way", "This is usually temporary");
            mayGo.countDown();
            assertThat(first.get().status()).isEqualTo(200);
            awaitNone(filter);
            assertThat(RawClient.get(container.port(), "/").status()).isEqualTo(204);
            awaitNone(filter);
        } finally {
            mayGo.countDown();
            callers.shutdownNow();
        }
    }

    @Test
    void probesAreTakenInAnyCase() throws Exception {
        InboundFilter filter = new InboundFilter(
                ONE.withExemptPaths(List.of("/live/**")), new FailureResponder(AnswerSettings.defaults()));
        try (TestContainer container = new TestContainer()
                .filter(filter)
                .servlet("/*", new TestServlet((request, response) -> response.setStatus(204)))
                .start()) {
            filter.maintenance(true);
            assertThat(RawClient.get(container.port(), "/live/now").status()).isEqualTo(204);
            assertThat(RawClient.get(container.port(), "/live;x=y/").status()).isEqualTo(204);
            assertThat(RawClient.get(container.port(), "/lives").status()).isEqualTo(503);
            assertThat(RawClient.get(container.port(), "/live/../orders").status())
                    .isEqualTo(503);
            filter.maintenance(false);
            assertThat(filter.stop(Duration.ZERO)).isTrue();
            assertThat(RawClient.get(container.port(), "/live").status()).isEqualTo(204);
            assertThat(RawClient.get(container.port(), "/orders").status()).isEqualTo(503);
        }
    }

    @Test
    void aRequestThatFailsGivesItsPlaceBack() throws Exception {
        InboundFilter filter = new InboundFilter(ONE, AnswerSettings.defaults());
        try (TestContainer container = new TestContainer()
                .quiet()
                .filter(filter)
                .servlet("/", new TestServlet((request, response) -> {
                    throw new IllegalStateException();
                }))
                .start()) {
            for (int i = 0; i < 3; i++) {
                assertThat(RawClient.get(container.port(), "/").status()).isEqualTo(500);
                awaitNone(filter);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/slow", "/async"})
    void whatIsUnderWayWhenItStopsEndsAndNothingElseBegins(String slow) throws Exception {
        InboundFilter filter = new InboundFilter(InboundSettings.OFF, AnswerSettings.defaults());
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (TestContainer container = application(filter)) {
            Future<RawResponse> first = threads.submit(() -> RawClient.get(container.port(), slow));
            isHere.await();
            assertThat(filter.stop(Duration.ZERO)).isFalse();
            Future<Boolean> stopped = threads.submit(() -> filter.stop(Duration.ofMinutes(5)));
            filter.maintenance(true);
            RawResponse refused = RawClient.get(container.port(), "/", "Connection: keep-alive");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers("Connection")).containsExactly("close");
            assertThat(refused.headers("Proxy-Status")).containsExactly(DENIED);
            assertThat(refused.body()).contains("This service is stopping", "This is usually temporary");
            assertThat(stopped.isDone()).isFalse();
            filter.maintenance(false);
            mayGo.countDown();
            assertThat(first.get().status()).isEqualTo(200);
            assertThat(stopped.get()).isTrue();
            filter.resume();
            assertThat(RawClient.get(container.port(), "/").status()).isEqualTo(204);
        } finally {
            mayGo.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void whenItIsDestroyedItWaitsAsTheSettingsSay() throws Exception {
        InboundFilter filter = new InboundFilter(
                InboundSettings.OFF.withStopTimeout(Duration.ofMinutes(5)), AnswerSettings.defaults());
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (TestContainer container = application(filter)) {
            Future<RawResponse> first = threads.submit(() -> RawClient.get(container.port(), "/slow"));
            isHere.await();
            Future<?> destroyed = threads.submit(filter::destroy);
            while (RawClient.get(container.port(), "/").status() != 503) {
                Thread.onSpinWait();
            }
            assertThat(destroyed.isDone()).isFalse();
            mayGo.countDown();
            assertThat(first.get().status()).isEqualTo(200);
            destroyed.get();
        } finally {
            mayGo.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void inMaintenanceEverybodyIsToldSo() throws Exception {
        AnswerSettings answer =
                AnswerSettings.defaults().withFallback(Fallback.text("text/html", "<h1>Back soon</h1>"));
        InboundFilter filter = new InboundFilter(InboundSettings.OFF, answer);
        try (TestContainer container = application(filter)) {
            assertThat(RawClient.get(container.port(), "/").status()).isEqualTo(204);
            filter.maintenance(true);
            RawResponse refused = RawClient.get(container.port(), "/");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.headers("Retry-After")).containsExactly("60");
            assertThat(refused.headers("Proxy-Status")).containsExactly(DENIED);
            assertThat(refused.body()).isEqualTo("<h1>Back soon</h1>");
            filter.maintenance(false);
            assertThat(RawClient.get(container.port(), "/").status()).isEqualTo(204);
        }
    }

    @Test
    void theFileOfMaintenanceIsLookedForOnceASecond() throws IOException {
        AtomicLong now = new AtomicLong(7);
        Path file = directory.resolve("maintenance");
        Maintenance maintenance = new Maintenance(file.toString(), now::get);
        assertThat(maintenance.isOn()).isFalse();
        Files.createFile(file);
        now.addAndGet(999_999_999);
        assertThat(maintenance.isOn()).isFalse();
        now.addAndGet(1);
        assertThat(maintenance.isOn()).isTrue();
        Files.delete(file);
        now.addAndGet(1_000_000_000);
        assertThat(maintenance.isOn()).isFalse();
        maintenance.set(true);
        assertThat(maintenance.isOn()).isTrue();
    }

    @Test
    void callsEndByTheDeadlineOfTheirRequest() throws Exception {
        InboundSettings settings = InboundSettings.OFF.withDeadline(Duration.ofMillis(300));
        try (RawUpstream upstream = RawUpstream.once(peer -> peer.stall());
                Headgate headgate = Headgate.builder()
                        .upstream("orders", orders -> orders.endpoints(upstream.url())
                                .attemptTimeout(Duration.ofSeconds(9)))
                        .build();
                TestContainer container = new TestContainer()
                        .filter(new InboundFilter(settings, AnswerSettings.defaults()))
                        .servlet(
                                "/*",
                                new UpstreamProxyServlet(
                                        headgate, List.of(Route.of("/**", "orders")), AnswerSettings.defaults()))
                        .start()) {
            long start = System.nanoTime();
            assertThat(RawClient.get(container.port(), "/").status()).isEqualTo(504);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(295), Duration.ofSeconds(5));
        }
    }

    @Test
    void theSettingsAreRead() {
        SettingsReader reader = SettingsReader.of(
                "headgate",
                Map.of(
                        "inbound.max-in-flight", "9",
                        "inbound.adaptive-limit", "gradient2",
                        "inbound.deadline", "2s",
                        "inbound.maintenance-file", "/m",
                        "inbound.stop-timeout", "10s",
                        "inbound.exempt-paths", "/live, /ready/**"));
        assertThat(InboundSettings.read(reader))
                .isEqualTo(new InboundSettings(
                        9,
                        AdaptiveLimit.GRADIENT2,
                        Duration.ofSeconds(2),
                        "/m",
                        Duration.ofSeconds(10),
                        List.of("/live", "/ready/**")));
        reader.finish();
        SettingsReader wrong = SettingsReader.of(
                "headgate",
                Map.of(
                        "inbound.max-in-flight", "-1",
                        "inbound.deadline", "25h",
                        "inbound.stop-timeout", "10",
                        "inbound.file", "x"));
        assertThat(InboundSettings.read(wrong).isOn()).isFalse();
        assertThatThrownBy(wrong::finish)
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining(
                        "headgate.inbound.max-in-flight = -1 (expected: a whole number from 0 to 1000000)")
                .hasMessageContaining("headgate.inbound.deadline = 25h (expected: at most a day)")
                .hasMessageContaining("headgate.inbound.stop-timeout = 10 (expected: a duration with its unit")
                .hasMessageContaining("headgate.inbound.file = x (expected: no such setting");
    }

    @Test
    void anAdaptiveLimitNeedsOneThatItDoesNotRiseAbove() {
        SettingsReader reader = SettingsReader.of("headgate", Map.of("inbound.adaptive-limit", "vegas"));
        assertThat(InboundSettings.read(reader)).isEqualTo(InboundSettings.OFF);
        assertThatThrownBy(reader::finish)
                .hasMessageContaining("headgate.inbound.adaptive-limit = vegas"
                        + " (expected: none, unless max-in-flight is set, which it never rises above)");
        assertThatThrownBy(() -> InboundSettings.OFF.withAdaptiveLimit(AdaptiveLimit.VEGAS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("adaptive-limit: VEGAS");
        SettingsReader unknown =
                SettingsReader.of("headgate", Map.of("inbound.max-in-flight", "9", "inbound.adaptive-limit", "reno"));
        assertThat(InboundSettings.read(unknown).adaptiveLimit()).isEqualTo(AdaptiveLimit.NONE);
        assertThatThrownBy(unknown::finish)
                .hasMessageContaining(
                        "headgate.inbound.adaptive-limit = reno (expected: one of none, gradient2, vegas)");
    }

    @Test
    void theAdaptiveLimitFallsWithWhatEndsByATimeout() throws Exception {
        InboundFilter filter = new InboundFilter(
                InboundSettings.OFF.withMaxInFlight(100).withAdaptiveLimit(AdaptiveLimit.VEGAS),
                AnswerSettings.defaults());
        try (TestContainer container = new TestContainer()
                .quiet()
                .filter(filter)
                .servlet("/async/*", new TestServlet((request, response) -> {
                    AsyncContext async = request.startAsync();
                    async.start(() -> {
                        response.setStatus(status(request));
                        async.complete();
                    });
                }))
                .servlet("/thrown", new TestServlet((request, response) -> {
                    response.setStatus(504);
                    throw new IllegalStateException();
                }))
                .servlet("/sync/*", new TestServlet((request, response) -> response.setStatus(status(request))))
                .start()) {
            assertThat(limitAfter(container, filter, "/sync/200")).isEqualTo(20);
            assertThat(limitAfter(container, filter, "/sync/404")).isEqualTo(20);
            assertThat(limitAfter(container, filter, "/async/500")).isEqualTo(20);
            assertThat(limitAfter(container, filter, "/thrown")).isEqualTo(20);
            int sync = limitAfter(container, filter, "/sync/504");
            assertThat(sync).isLessThan(20);
            assertThat(limitAfter(container, filter, "/async/503")).isLessThan(sync);
        }
    }

    private static int status(HttpServletRequest request) {
        return Integer.parseInt(request.getPathInfo().substring(1));
    }

    private static int limitAfter(TestContainer container, InboundFilter filter, String path) throws IOException {
        for (int i = 0; i < 3; i++) {
            RawClient.get(container.port(), path);
            awaitNone(filter);
        }
        return filter.limit();
    }
}
