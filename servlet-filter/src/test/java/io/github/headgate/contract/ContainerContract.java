package io.github.headgate.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.Headgate;
import io.github.headgate.failure.FailureType;
import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.testing.RawUpstream;
import io.github.headgate.upstream.BreakerPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the filter does, on a real socket, whatever the container. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ContainerContract {
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST");
    private static final List<String> ACCEPTED = List.of("application/json", "text/html", "text/plain");
    private static final List<String> WAYS = List.of("sync", "async");
    private static final List<String> SENT = List.of("", "length", "chunked");
    private static final BreakerPolicy NEVER_OPEN = BreakerPolicy.DEFAULT
            .withFailureRate(100, Duration.ofSeconds(10), 100)
            .withConsecutiveFailures(0);
    private static final int REQUESTS = 10_000;
    private static final int CALLERS = 8;

    private final ContainerUnderTest container;
    private final Random random = new Random(4);
    private RawUpstream upstream;
    private Headgate headgate;
    private ContractApplication application;

    /**
     * @param container not yet started
     */
    protected ContainerContract(ContainerUnderTest container) {
        this.container = container;
    }

    @BeforeAll
    final void start() throws Exception {
        upstream = new RawUpstream(peer -> {
            switch (random.nextInt(10)) {
                case 0 -> peer.reset();
                case 1 -> peer.close();
                case 2 -> peer.send("HTTP/1.1 503 Later\r\nContent-Length: 0\r\n\r\n");
                case 3 -> {
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                    peer.close();
                }
                default -> peer.ok("good");
            }
        });
        headgate = Headgate.builder()
                .upstream("orders", orders -> orders.endpoints(upstream.url())
                        .breaker(NEVER_OPEN)
                        .retry(RetryPolicy.DEFAULT.withBackoff(Duration.ZERO, Duration.ZERO)))
                .build();
        application = new ContractApplication(headgate);
        container.start(application);
    }

    @AfterAll
    final void stop() throws Exception {
        container.stop();
        headgate.close();
        upstream.close();
    }

    @Test
    final void everyFailureIsAnsweredWhateverTheRequest() throws IOException {
        int cells = 0;
        List<String> wrong = new ArrayList<>();
        WireClient caller = new WireClient(container.port());
        for (FailureType type : FailureType.values()) {
            for (String method : METHODS) {
                for (String accept : ACCEPTED) {
                    for (String way : WAYS) {
                        for (String sent : SENT) {
                            String target = "/fail?type=" + type.token() + "&via=" + way + "&sent=" + sent;
                            WireClient.Response response = caller.send(method, target, "Accept: " + accept);
                            String problem = sent.isEmpty()
                                    ? answerProblem(type, method, accept, response)
                                    : brokenProblem(method, response);
                            if (!sent.isEmpty()) {
                                caller.close(); // to HEAD there is no body that could be cut
                                caller = new WireClient(container.port());
                            }
                            cells++;
                            if (!problem.isEmpty()) {
                                wrong.add(method + " " + target + " " + accept + ": " + problem + " " + response);
                            }
                        }
                    }
                }
            }
        }
        caller.close();
        System.out.println(
                container.name() + ": " + (cells - wrong.size()) + " of " + cells + " answers as they should be ("
                        + FailureType.values().length + " failure types x " + METHODS + " x " + ACCEPTED + " x " + WAYS
                        + " x nothing sent, half of a length, some chunks)");
        assertThat(wrong).isEmpty();
    }

    private static String answerProblem(FailureType type, String method, String accept, WireClient.Response response) {
        String body = response.body();
        boolean isHead = method.equals("HEAD");
        if (response.status() != type.status() || !response.isWhole()) {
            return "not " + type.status() + " and whole";
        }
        if (!response.header("Proxy-Status").contains("; error=" + type.token() + ";")) {
            return "no error=" + type.token() + " in Proxy-Status";
        }
        String expected = accept.equals("application/json") ? "application/problem+json" : accept;
        if (!response.header("Content-Type").startsWith(expected)) {
            return "not " + expected;
        }
        if (isHead != body.isEmpty() || Integer.parseInt(response.header("Content-Length")) < 100) {
            return "not a body of that length";
        }
        return body.contains("10.0.0.11") ? "tells an address" : "";
    }

    private static String brokenProblem(String method, WireClient.Response response) {
        if (response.status() != 200) {
            return "not the status that was sent";
        }
        if (!method.equals("HEAD") && response.isWhole()) {
            return "looks whole";
        }
        boolean isRight = method.equals("HEAD") || response.body().equals(FailingServlet.HALF);
        return isRight ? "" : "something was added";
    }

    @ParameterizedTest(name = "thrown as {0}, by {1}")
    @CsvSource({
        "servlet,",
        "page,",
        "servlet,forward",
        "page,forward",
        ",forward",
        "servlet,async",
        ",include",
        "page,include"
    })
    final void theFailureIsFoundInWhatIsThrown(String as, String via) throws IOException {
        WireClient.Response response = get("/fail?as=" + text(as) + "&via=" + text(via));
        assertThat(response.status()).isEqualTo(502);
        assertThat(response.header("Proxy-Status")).startsWith("headgate; error=connection_refused");
        assertThat(response.isWhole()).isTrue();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        "/text,sync,'sorry, text',text",
        "/text,async,'sorry, text',text",
        "/forward,sync,'sorry, FORWARD',forward",
        "/forward,async,'sorry, FORWARD',forward",
        "/forward,include,'sorry, FORWARD',forward",
        "/nowhere,sync,The upstream refused,",
        "/nowhere,async,The upstream refused,",
        "/fails,sync,The upstream refused,",
        "/fails,async,The upstream refused,"
    })
    final void aFallbackAnswersUnlessItFailsToo(String path, String via, String body, @Nullable String kind)
            throws IOException {
        WireClient.Response response = get(path + "?via=" + via);
        assertThat(response.status()).isEqualTo(502);
        assertThat(response.body()).contains(body);
        assertThat(response.header("Headgate-Fallback")).isEqualTo(text(kind));
        assertThat(response.header("Proxy-Status")).isEqualTo("headgate; error=connection_refused; next-hop=orders");
        assertThat(response.isWhole()).isTrue();
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"error,409", "other,500"})
    final void whatTheApplicationAnswersItselfIsLeftAlone(String as, int status) throws IOException {
        WireClient.Response response = get("/fail?as=" + as);
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header("Proxy-Status")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/call,This service is stopping",
        "HEAD,/call,",
        "POST,/call,This service is stopping",
        "GET,/text,'sorry, text'",
        "GET,/forward,'sorry, FORWARD'"
    })
    final void whoComesWhileItStopsIsToldSoAndTheConnectionIsClosed(String method, String path, @Nullable String body)
            throws Exception {
        awaitNoRequest();
        try (WireClient caller = new WireClient(container.port())) {
            assertThat(caller.send("GET", "/sorry").status()).isEqualTo(200);
            awaitNoRequest();
            assertThat(application.inbound().stop(Duration.ZERO)).isTrue();
            WireClient.Response refused = caller.send(method, path, "Accept: text/plain");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).contains(text(body));
            assertThat(refused.header("Connection")).isEqualToIgnoringCase("close");
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.isWhole()).isTrue();
            assertThat(caller.isClosed()).isTrue();
        } finally {
            application.inbound().resume();
        }
        assertThat(get("/sorry").status()).isEqualTo(200);
    }

    @Test
    final void everyRequestIsAnsweredOnceAndNothingIsLeft() throws Exception {
        AtomicInteger next = new AtomicInteger();
        ConcurrentHashMap<Integer, Integer> statuses = new ConcurrentHashMap<>();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            Callable<Integer> caller = () -> call(next, statuses);
            int answers = 0;
            for (Future<Integer> answered : callers.invokeAll(Collections.nCopies(CALLERS, caller))) {
                answers += answered.get();
            }
            assertThat(answers).isEqualTo(REQUESTS);
        } finally {
            callers.shutdownNow();
        }
        System.out.println(container.name() + ": " + REQUESTS + " requests, half of them asynchronous, answered "
                + new TreeMap<>(statuses));
        assertThat(statuses.keySet()).isSubsetOf(200, 502, 503);
        assertThat(statuses.keySet()).contains(200, 502);
        assertThat(CallingServlet.PENDING).hasValue(0);
        awaitNoRequest();
        assertThat(headgate.status().get(0).inFlight()).isZero();
        assertThat(headgate.status().get(0).endpoints().get(0).inFlight()).isZero();
    }

    /* The container is done with a request a moment after its caller is. */
    private void awaitNoRequest() {
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (application.inbound().inFlight() > 0 && System.nanoTime() - until < 0) {
            Thread.onSpinWait();
        }
        assertThat(application.inbound().inFlight()).isZero();
    }

    /* On one connection: a second answer to a request would be taken for the next one's. */
    private int call(AtomicInteger next, ConcurrentHashMap<Integer, Integer> statuses) throws IOException {
        int answered = 0;
        try (WireClient caller = new WireClient(container.port())) {
            for (int i = next.getAndIncrement(); i < REQUESTS; i = next.getAndIncrement()) {
                WireClient.Response response =
                        caller.send("GET", i % 2 == 0 ? "/call" : "/call?async", "X-Request-Id: r" + i);
                boolean isOwn = response.status() < 500
                        ? response.body().equals("good")
                        : response.body().contains("r" + i) || response.body().isEmpty();
                assertThat(isOwn && response.isWhole()).as(response.toString()).isTrue();
                statuses.merge(response.status(), 1, Integer::sum);
                answered++;
            }
        }
        return answered;
    }

    private WireClient.Response get(String target) throws IOException {
        try (WireClient caller = new WireClient(container.port())) {
            return caller.send("GET", target, "Accept: application/json");
        }
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }
}
