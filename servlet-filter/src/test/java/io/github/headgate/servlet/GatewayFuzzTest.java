package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.Headgate;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.testing.ChangedResponses;
import io.github.headgate.testing.Peer;
import io.github.headgate.testing.RawUpstream;
import io.github.headgate.testing.StrictReader;
import io.github.headgate.testing.StrictReader.BrokenOff;
import io.github.headgate.testing.StrictReader.Reading;
import io.github.headgate.testing.StrictReader.Whole;
import io.github.headgate.upstream.BreakerPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Responses with changes made by chance, through a real gateway on real sockets: what comes out of it is a response that a strict
 * client reads as the upstream meant it, or our own answer, or one that is visibly broken off. Nothing ambiguous is passed on.
 */
class GatewayFuzzTest {
    /* Tomcat sends 8 KB of headers, some of which are the gateway's. */
    private static final int CONTAINERS_LIMIT = 7000;

    private static volatile String said = "";
    private static final RawUpstream UPSTREAM = upstream();
    private static final Headgate HEADGATE = Headgate.builder()
            .upstream("orders", orders -> orders.endpoints(UPSTREAM.url())
                    .retry(RetryPolicy.DEFAULT
                            .withStatuses(Set.of())
                            .withMaxAttempts(2)
                            .withBackoff(Duration.ZERO, Duration.ZERO)
                            .withBudget(100, 10_000)) // the second for a kept connection that is closed
                    .breaker(BreakerPolicy.DEFAULT
                            .withConsecutiveFailures(0)
                            .withFailureRate(100, Duration.ofSeconds(10), Integer.MAX_VALUE)))
            .build();
    private static final TestContainer GATEWAY = new TestContainer()
            .filter(new UpstreamFailureFilter(AnswerSettings.defaults()))
            .servlet(
                    "/*",
                    new UpstreamProxyServlet(HEADGATE, List.of(Route.of("/**", "orders")), AnswerSettings.defaults()))
            .start();

    private static RawUpstream upstream() {
        try {
            return new RawUpstream(GatewayFuzzTest::answer);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void answer(Peer peer) throws IOException {
        peer.send(said);
        peer.close();
    }

    @Provide
    Arbitrary<String> wires() {
        return ChangedResponses.wires();
    }

    @Property(tries = 3000, seed = "20261125", edgeCases = EdgeCasesMode.NONE, generation = GenerationMode.RANDOMIZED)
    void whatComesOutIsWhatWasMeantOrAnHonestFailure(@ForAll("wires") String wire, @ForAll boolean isHead)
            throws IOException {
        String method = isHead ? "HEAD" : "GET";
        said = wire;
        RawResponse response = RawClient.call(GATEWAY.port(), method + " /x HTTP/1.1\nHost: h", "");
        Reading sent = StrictReader.read(wire, method, true);
        Reading received = StrictReader.read(response.text(), method, true);
        boolean isAnswered = response.text().contains("error=");
        if (sent instanceof Whole meant && (size(meant) < CONTAINERS_LIMIT || !isAnswered)) {
            assertThat(received).isInstanceOfSatisfying(Whole.class, whole -> {
                assertThat(whole.status()).isEqualTo(meant.status());
                assertThat(whole.body()).isEqualTo(meant.body());
            });
        } else if (!(received instanceof BrokenOff)) {
            assertThat(received).isInstanceOfSatisfying(Whole.class, whole -> assertThat(whole.status())
                    .isIn(502, 504));
            assertThat(response.headers("Proxy-Status"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("error=");
        }
    }

    private static int size(Whole response) {
        return response.fields().stream().mapToInt(String::length).sum();
    }

    @AfterContainer
    static void close() throws IOException {
        GATEWAY.close();
        HEADGATE.close();
        UPSTREAM.close();
    }
}
