package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.LoadBalancing;
import java.util.concurrent.atomic.AtomicInteger;

/** Names the endpoint that is to be asked first. Thread-safe, and takes the same time for any number of endpoints. */
final class EndpointSelector {
    /* Its multiples are spread over the numbers from 0 to 1 as evenly as can be: a round robin of any weights. */
    private static final double GOLDEN_RATIO = 0.6180339887498949;

    /* Where both are about as good, the first that was drawn is taken: so each gets its share, and not all go to the one that was
     * a trifle faster last. One call more under way at an idle endpoint is clearly worse. */
    private static final double CLEARLY = 1.5;

    private final LoadBalancing order;
    private final TimeSource time;
    private final AtomicInteger turn = new AtomicInteger();

    EndpointSelector(LoadBalancing order, TimeSource time) {
        this.order = order;
        this.time = time;
    }

    /** The index of the endpoint to ask first. */
    int pick(Tier tier, boolean mayProbe, long nowNanos) {
        if (tier.size() == 1) {
            return 0;
        }
        return switch (order) {
            case FIRST_AVAILABLE -> 0;
            case ROUND_ROBIN -> inTurn(tier);
            case LEAST_LOADED -> betterOfTwo(tier, mayProbe, nowNanos);
        };
    }

    /** Whether so many of the tier are out that this call goes on to the next: the chance is the square of their share. */
    boolean spills(Tier tier, boolean mayProbe, long nowNanos) {
        return tier.isSpilling()
                && tier.at(any(tier.size())).isAvoided(mayProbe, nowNanos)
                && tier.at(any(tier.size())).isAvoided(mayProbe, nowNanos);
    }

    private int any(int size) {
        return (int) (time.random() * size);
    }

    private int inTurn(Tier tier) {
        int now = turn.getAndIncrement() & Integer.MAX_VALUE;
        if (!tier.isWeighted()) {
            return now % tier.size();
        }
        double spread = now * GOLDEN_RATIO;
        return tier.draw(spread - Math.floor(spread));
    }

    private int betterOfTwo(Tier tier, boolean mayProbe, long nowNanos) {
        int one = draw(tier, nowNanos);
        int other = draw(tier, nowNanos);
        if (other == one) {
            other = (one + 1 + any(tier.size() - 1)) % tier.size();
        }
        return isBetter(tier.at(other), tier.at(one), mayProbe, nowNanos) ? other : one;
    }

    /* One that is new or has recovered is drawn less often at first. */
    private int draw(Tier tier, long nowNanos) {
        int drawn = tier.draw(time.random());
        double ramp = tier.at(drawn).ramp(nowNanos);
        return ramp >= 1 || time.random() < ramp ? drawn : tier.draw(time.random());
    }

    /* Latency counts only where it is known of both: an endpoint that never answered is not the fastest one. */
    private static boolean isBetter(EndpointState one, EndpointState other, boolean mayProbe, long nowNanos) {
        boolean isOtherAvoided = other.isAvoided(mayProbe, nowNanos);
        if (one.isAvoided(mayProbe, nowNanos) != isOtherAvoided) {
            return isOtherAvoided;
        }
        double oneCost = one.costNanos(nowNanos);
        double otherCost = other.costNanos(nowNanos);
        if (oneCost == 0 || otherCost == 0) {
            return one.queue() * CLEARLY < other.queue();
        }
        return oneCost * CLEARLY < otherCost;
    }
}
