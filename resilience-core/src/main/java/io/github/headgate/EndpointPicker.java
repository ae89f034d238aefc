package io.github.headgate;

import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.LoadBalancing;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks endpoints for a permit, one after the other, until one gives it: the best first. Thread-safe, and without a lock. */
final class EndpointPicker {
    private static final int PICKS = 2;

    private final EndpointSelector selector;
    private final TimeSource time;

    EndpointPicker(LoadBalancing order, TimeSource time) {
        this.selector = new EndpointSelector(order, time);
        this.time = time;
    }

    /**
     * A permit on an endpoint, on one that this call has not tried if possible; null if no endpoint gives one.
     *
     * @param mayProbe whether this call is one to probe an ejected endpoint with: one that may be sent again if that fails
     */
    @Nullable
    Lease lease(List<Tier> tiers, Collection<EndpointState> tried, boolean mayProbe, long now) {
        for (Tier tier : tiers) {
            if (!selector.spills(tier, mayProbe, now)) {
                Lease lease = picked(tier, tried, mayProbe, now);
                if (lease != null) {
                    return lease;
                }
            }
        }
        Lease lease = scanned(tiers, tried, false);
        return lease == null && !tried.isEmpty() ? scanned(tiers, tried, true) : lease;
    }

    /* Two picks as a rule; where both are out, whichever is not, from there on. */
    private @Nullable Lease picked(Tier tier, Collection<EndpointState> tried, boolean mayProbe, long now) {
        int index = 0;
        for (int i = 0; i < PICKS; i++) {
            index = selector.pick(tier, mayProbe, now);
            Lease lease = ask(tier.at(index), tried, mayProbe, now);
            if (lease != null) {
                return lease;
            }
        }
        for (int i = 1; i <= tier.size(); i++) {
            Lease lease = ask(tier.at((index + i) % tier.size()), tried, mayProbe, now);
            if (lease != null) {
                return lease;
            }
        }
        return null;
    }

    private static @Nullable Lease ask(
            EndpointState state, Collection<EndpointState> tried, boolean mayProbe, long now) {
        return tried.contains(state) || state.isAvoided(mayProbe, now) ? null : state.lease();
    }

    /* The last resort: whoever permits at all. */
    private @Nullable Lease scanned(List<Tier> tiers, Collection<EndpointState> tried, boolean again) {
        for (Tier tier : tiers) {
            int start = (int) (time.random() * tier.size());
            for (int i = 0; i < tier.size(); i++) {
                EndpointState state = tier.at((start + i) % tier.size());
                Lease lease = tried.contains(state) == again ? state.lease() : null;
                if (lease != null) {
                    return lease;
                }
            }
        }
        return null;
    }
}
