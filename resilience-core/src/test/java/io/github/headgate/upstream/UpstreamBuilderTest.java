package io.github.headgate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.settings.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamBuilderTest {
    private static final Duration NEGATIVE = Duration.ofSeconds(-1);

    @Test
    void givenASourceOfOnesOwn_thenNoEndpointIsNeededAndTheSourceIsUsed() {
        EndpointSource own = List::of;
        List<Problem> problems = new ArrayList<>();

        Upstream upstream = new UpstreamBuilder("orders", "headgate.upstreams.orders")
                .endpointSource(own)
                .build(problems);

        assertThat(problems).isEmpty();
        assertThat(upstream.source()).isSameAs(own);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "o", "Orders-2", "eu.orders_v2", "0"})
    void givenANameOfLettersDigitsAndMarks_thenItIsRight(String name) {
        assertThat(problemsOf(new UpstreamBuilder(name, "x").endpoints("http://a")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-orders",
                "orders-",
                "or ders",
                "orders/",
                "a:1",
                "örders",
                "a123456789b123456789c123456789d123456789e123456789f123456789g123"
            })
    void givenAnyOtherName_thenItIsAProblem(String name) {
        assertThat(problemsOf(new UpstreamBuilder(name, "x").endpoints("http://a")))
                .containsExactly(new Problem("x", name, "a name of letters, digits, '.', '_' and '-', at most 63"));
    }

    @Test
    void givenValuesThatNoFileCouldHold_thenTheyAreProblemsToo() {
        assertWrong("connect-timeout = PT-1S (expected: more than 0, at most 36500d)", b -> b.connectTimeout(NEGATIVE));
        assertWrong("deadline = PT-1S (expected: more than 0, at most 36500d)", b -> b.deadline(NEGATIVE));
        assertWrong(
                "read-timeout = PT2562047788015215H30M7S (expected: more than 0, at most 36500d)",
                b -> b.readTimeout(Duration.ofSeconds(Long.MAX_VALUE)));
        assertWrong("request-buffer = -1B (expected: from 0 to 64MB)", b -> b.requestBuffer(-1));
        assertWrong("response-buffer = -4GB (expected: from 0 to 64MB)", b -> b.responseBuffer(-4L << 30));
        assertWrong("max-response-size = -1 (expected: 0 or more)", b -> b.maxResponseSize(-1));
        assertWrong("max-concurrent = 0 (expected: at least 1)", b -> b.maxConcurrent(0));
        assertWrong("max-connections-per-endpoint = 0 (expected: at least 1)", b -> b.maxConnectionsPerEndpoint(0));
    }

    @Test
    void givenARetryPolicyThatIsWrong_thenItIsAProblem() {
        RetryPolicy retry = RetryPolicy.DEFAULT;
        assertWrong("retry.max-attempts = 0 (expected: at least 1)", b -> b.retry(retry.withMaxAttempts(0)));
        assertWrong(
                "retry.backoff = PT-1S (expected: 0 or more)",
                b -> b.retry(retry.withBackoff(NEGATIVE, Duration.ZERO)));
        assertWrong(
                "retry.statuses = 200 (expected: whole numbers from 400 to 599)",
                b -> b.retry(retry.withStatuses(Set.of(200))));
        assertWrong("retry.budget-percent = 1001 (expected: from 0 to 1000)", b -> b.retry(retry.withBudget(1001, 0)));
        assertWrong("retry.budget-min-per-second = -1 (expected: 0 or more)", b -> b.retry(retry.withBudget(0, -1)));
    }

    @Test
    void givenABreakerPolicyThatIsWrong_thenItIsAProblem() {
        BreakerPolicy breaker = BreakerPolicy.DEFAULT;
        Duration window = Duration.ofSeconds(10);
        assertWrong(
                "breaker.failure-rate = 0 (expected: from 1 to 100)",
                b -> b.breaker(breaker.withFailureRate(0, window, 10)));
        assertWrong(
                "breaker.minimum-calls = 0 (expected: at least 1)",
                b -> b.breaker(breaker.withFailureRate(50, window, 0)));
        assertWrong(
                "breaker.consecutive-failures = -1 (expected: 0 or more)",
                b -> b.breaker(breaker.withConsecutiveFailures(-1)));
        assertWrong(
                "breaker.slow-call-rate = 101 (expected: from 1 to 100)",
                b -> b.breaker(breaker.withSlowCalls(window, 101)));
        assertWrong(
                "breaker.slow-call-duration = PT-1S (expected: 0 or more)",
                b -> b.breaker(breaker.withSlowCalls(NEGATIVE, 100)));
        assertWrong(
                "breaker.open-for = 10s (expected: at most breaker.max-open-for, which is 1s)",
                b -> b.breaker(breaker.withOpenFor(window, Duration.ofSeconds(1))));
    }

    @Test
    void givenAKeyWithoutItsCertificate_thenItIsAProblem() {
        assertWrong(
                "tls.client-key = key.pem (expected: set together with tls.client-certificate)",
                b -> b.tls(new TlsPolicy("", "", "key.pem", true)));
    }

    private static void assertWrong(String problem, UnaryOperator<UpstreamBuilder> wrong) {
        UpstreamBuilder builder = new UpstreamBuilder("orders", "orders").endpoints("http://a");

        assertThat(problemsOf(wrong.apply(builder)))
                .extracting(Problem::toString)
                .containsExactly("orders." + problem);
    }

    private static List<Problem> problemsOf(UpstreamBuilder builder) {
        List<Problem> problems = new ArrayList<>();
        builder.build(problems);
        return problems;
    }
}
