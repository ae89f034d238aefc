package io.github.headgate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.settings.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OddSettingsTest {
    private static List<String> odd(Consumer<UpstreamBuilder> settings) {
        UpstreamBuilder builder = new UpstreamBuilder("orders", "orders").endpoints("http://10.0.0.11");
        settings.accept(builder);
        List<Problem> problems = new ArrayList<>();
        Upstream upstream = builder.build(problems);
        assertThat(problems).as("odd is not wrong").isEmpty();
        return OddSettings.of(upstream);
    }

    @Test
    void thereIsNothingOddAboutTheDefaults() {
        assertThat(odd(orders -> {})).isEmpty();
    }

    @Test
    void aHostThatIsNotVerifiedIsOdd() {
        assertThat(odd(orders -> orders.tls(new TlsPolicy("", "", "", false))))
                .singleElement()
                .asString()
                .startsWith("tls.verify-host is false");
    }

    @Test
    void aBudgetOfNothingIsOddUnlessThereAreNoRetriesAnyway() {
        RetryPolicy broke = RetryPolicy.DEFAULT.withBudget(0, 0);
        assertThat(odd(orders -> orders.retry(broke)))
                .singleElement()
                .asString()
                .contains("never a second attempt");
        assertThat(odd(orders -> orders.retry(broke.withMaxAttempts(1)))).isEmpty();
    }

    @Test
    void timeoutsThatLeaveNoTimeForAnotherEndpointAreOdd() {
        Duration same = Duration.ofSeconds(5);
        assertThat(odd(orders -> orders.deadline(same).attemptTimeout(same).connectTimeout(same)))
                .singleElement()
                .asString()
                .contains("leaves no time for another");
    }

    @Test
    void collapsingWhereNoResponseIsReadWholeIsOdd() {
        FallbackPolicy waiting =
                FallbackPolicy.staleIfError(Duration.ofHours(1)).withCollapse(Collapse.WAIT);
        assertThat(odd(orders -> orders.fallback(waiting))).isEmpty();
        assertThat(odd(orders -> orders.fallback(waiting).responseBuffer(0)))
                .singleElement()
                .asString()
                .startsWith("fallback.collapse is set and response-buffer is 0");
    }

    @Test
    void limitsThatNothingReachesAreOdd() {
        assertThat(odd(orders -> orders.maxConcurrent(10).maxResponseSize(100))).hasSize(2);
    }
}
