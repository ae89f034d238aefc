package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.headgate.upstream.BreakerPolicy;
import io.github.headgate.upstream.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TierTest {
    private static final int DRAWS = 100_000;
    private static final EndpointPolicy POLICY = new EndpointPolicy("orders", BreakerPolicy.DEFAULT, Duration.ZERO, 0);

    static Tier tier(int... weights) {
        List<EndpointState> states = new ArrayList<>();
        for (int weight : weights) {
            Endpoint endpoint = Endpoint.parse("http://10.0.0." + (states.size() + 1), false)
                    .withWeight(weight);
            states.add(new EndpointState(endpoint, POLICY, new FakeTime(), new EndpointPool.Listener() {}));
        }
        return new Tier(states, false);
    }

    @Property(tries = 50)
    void eachIsDrawnByItsWeight(@ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 1000) Integer> weights) {
        Tier tier = tier(weights.stream().mapToInt(Integer::intValue).toArray());
        double sum = weights.stream().mapToInt(Integer::intValue).sum();
        int[] drawn = new int[weights.size()];
        for (int i = 0; i < DRAWS; i++) {
            drawn[tier.draw((i + 0.5) / DRAWS)]++;
        }
        for (int i = 0; i < drawn.length; i++) {
            // evenly spread numbers meet each part of the table as often as it is wide, but for its ends
            assertThat((double) drawn[i] / DRAWS).isCloseTo(weights.get(i) / sum, within(3.0 * drawn.length / DRAWS));
        }
    }

    @Property(tries = 20)
    void noNumberDrawsOutOfTheTable(@ForAll @IntRange(min = 1, max = 50) int size, @ForAll long seed) {
        Random random = new Random(seed);
        Tier tier = tier(random.ints(size, 1, 1001).toArray());
        assertThat(tier.draw(0)).isBetween(0, size - 1);
        assertThat(tier.draw(Math.nextDown(1.0))).isBetween(0, size - 1);
    }
}
