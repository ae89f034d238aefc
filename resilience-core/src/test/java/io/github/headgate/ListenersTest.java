package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.headgate.failure.AttemptReport;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.RetryDecision;
import io.github.headgate.retry.RetryDecision.Stop;
import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.testing.RawUpstream;
import io.github.headgate.upstream.BreakerPolicy;
import io.github.headgate.upstream.UpstreamBuilder;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;

/** What listeners hear besides the end of attempts and calls. */
class ListenersTest {
    private static final String ENDPOINT = "tcp://127.0.0.1:1";
    private static final int TIMES = 10_000;

    private final FakeTime time = new FakeTime();
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    private final CallListener listener = new CallListener() {
        @Override
        public void retryDecided(String upstream, AttemptReport attempt, RetryDecision decision) {
            String what = decision instanceof Stop stop ? stop.reason().toString() : "again";
            heard.add(upstream + " " + attempt.outcome() + " " + what);
        }

        @Override
        public void callAnswered(String upstream, List<AttemptReport> attempts, Duration elapsed) {
            heard.add("answered");
        }

        @Override
        public void callFailed(UpstreamException failure, Duration elapsed) {
            heard.add("failed");
        }

        @Override
        public void endpointEjected(String upstream, String endpoint, String why, Duration wait) {
            heard.add(upstream + " " + endpoint + " out for " + wait.toMillis() + ": " + why);
        }

        @Override
        public void endpointReturned(String upstream, String endpoint) {
            heard.add(upstream + " " + endpoint + " back");
        }
    };

    private Headgate open(Consumer<UpstreamBuilder> settings) {
        Headgate headgate = Headgate.builder()
                .timeSource(time)
                .upstream("db", db -> settings.accept(db.endpoints(ENDPOINT)))
                .build();
        headgate.listener(listener);
        return headgate;
    }

    private static void fail(Headgate headgate) {
        assertThatThrownBy(() -> headgate.call("db", (Callable<String>) () -> {
                    throw new ConnectException("Connection refused");
                }))
                .isInstanceOf(UpstreamException.class);
    }

    private static void succeed(Headgate headgate) throws Exception {
        assertThat(headgate.call("db", (Callable<Integer>) () -> 1)).isEqualTo(1);
    }

    @Test
    void eachDecisionAboutARetryIsToldWithItsReason() {
        try (Headgate headgate = open(db -> db.retry(RetryPolicy.DEFAULT.withMaxAttempts(2)))) {
            fail(headgate);
        }
        assertThat(heard)
                .containsExactly("db connection_refused again", "db connection_refused ATTEMPTS_USED", "failed");
    }

    @Test
    void anEmptyBudgetIsTold() {
        try (Headgate headgate = open(db -> db.retry(RetryPolicy.DEFAULT.withBudget(0, 0)))) {
            assertThat(headgate.status().get(0).retriesLeft()).isZero();
            fail(headgate);
        }
        assertThat(heard).containsExactly("db connection_refused BUDGET", "failed");
    }

    @Test
    void theStatusSaysWhatIsLeftOfTheBudget() {
        try (Headgate headgate = open(db -> db.retry(RetryPolicy.DEFAULT.withBudget(0, 1)))) {
            assertThat(headgate.status().get(0).retriesLeft()).isEqualTo(10);
            fail(headgate);
            assertThat(headgate.status().get(0).retriesLeft()).isEqualTo(8);
        }
    }

    @Test
    void anEjectionIsToldAndThatItIsOver() throws Exception {
        try (Headgate headgate = open(db -> db.retry(RetryPolicy.DEFAULT.withMaxAttempts(1))
                .breaker(BreakerPolicy.DEFAULT.withConsecutiveFailures(1)))) {
            fail(headgate);
            time.advance(Duration.ofMillis(1001));
            fail(headgate);
            time.advance(Duration.ofMillis(2001));
            succeed(headgate);
        }
        assertThat(heard)
                .filteredOn(text -> text.contains(ENDPOINT))
                .containsExactly(
                        "db " + ENDPOINT + " out for 1000: last failure connection_refused",
                        "db " + ENDPOINT + " out for 2000: last failure connection_refused",
                        "db " + ENDPOINT + " back");
    }

    @Test
    void anAnswerThatBreaksIsToldAfterTheAnswerAndByDefaultAsAFailure() throws Exception {
        try (RawUpstream cut = RawUpstream.answering("HTTP/1.1 200 OK\nContent-Length: 100", "short");
                Headgate headgate = Headgate.builder()
                        .listener(listener)
                        .upstream("db", db -> db.endpoints(cut.url()).responseBuffer(0))
                        .build()) {
            try (ClassicHttpResponse response = headgate.execute("db", new HttpGet("/"))) {
                assertThatThrownBy(() -> EntityUtils.toString(response.getEntity()))
                        .isInstanceOf(UpstreamException.class);
            }
        }
        assertThat(heard).containsExactly("answered", "failed");
    }

    @Test
    void whileNobodyListensNothingIsMade() {
        Listeners none = new Listeners(List.of());
        AttemptReport attempt = new AttemptReport(1, ENDPOINT, Duration.ZERO, Duration.ZERO, null, 200);
        RetryDecision decision = new RetryDecision.Retry(0);
        CallRecord record = new CallRecord("db", 0, 3);
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = thread.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < TIMES; i++) {
            none.attemptEnded("db", attempt);
            none.retryDecided("db", attempt, decision);
            none.callAnswered("db", record, 1);
        }
        assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(TIMES);
    }

    @Test
    void whoIsRemovedHearsNothingMore() throws Exception {
        try (Headgate headgate = open(db -> {})) {
            succeed(headgate);
            headgate.removeListener(listener);
            succeed(headgate);
        }
        assertThat(heard).containsExactly("answered");
    }
}
