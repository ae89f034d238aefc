package io.github.headgate.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
    @Test
    void theDefaultIsTheOneOfTheDocumentation() {
        assertThat(RetryPolicy.DEFAULT)
                .isEqualTo(new RetryPolicy(
                        3, Duration.ofMillis(25), Duration.ofMillis(250), Set.of(502, 503, 504), 20, 10));
    }

    @Test
    void givenAPolicy_whenPartsAreReplaced_thenAllElseStaysAsItWas() {
        RetryPolicy policy = RetryPolicy.DEFAULT
                .withMaxAttempts(5)
                .withBackoff(Duration.ofMillis(10), Duration.ofMillis(100))
                .withStatuses(Set.of(503))
                .withBudget(50, 2);

        assertThat(policy)
                .isEqualTo(new RetryPolicy(5, Duration.ofMillis(10), Duration.ofMillis(100), Set.of(503), 50, 2));
        assertThat(RetryPolicy.DEFAULT.maxAttempts()).isEqualTo(3);
    }

    @Test
    void givenTheCallersOwnSetOfStatuses_whenTheCallerChangesItLater_thenThePolicyDoesNotChange() {
        Set<Integer> statuses = new LinkedHashSet<>(Set.of(503));
        RetryPolicy policy = RetryPolicy.DEFAULT.withStatuses(statuses);

        statuses.add(504);

        assertThat(policy.statuses()).containsExactly(503);
    }
}
