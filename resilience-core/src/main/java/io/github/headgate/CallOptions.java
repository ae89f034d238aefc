package io.github.headgate;

import io.github.headgate.retry.Deadline;
import io.github.headgate.upstream.UpstreamPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What holds for one call besides the settings of its upstream. Immutable.
 *
 * @param deadlineOrNull the longest time of the call to its response head, if that is shorter than the setting; null for none
 * @param isSheddable whether it is refused before others when the upstream has more to do than it can
 */
public record CallOptions(@Nullable Duration deadlineOrNull, boolean isSheddable) {
    /** Nothing but the settings. */
    public static final CallOptions NONE = new CallOptions(null, false);

    /** The earliest of the setting, what the application says, and what is left for whoever is waiting for the application. */
    Deadline deadline(UpstreamPolicy policy, long nowNanos) {
        Deadline deadline = Deadline.after(policy.deadline(), nowNanos);
        if (deadlineOrNull != null) {
            deadline = deadline.earlier(Deadline.after(deadlineOrNull, nowNanos));
        }
        Deadline inbound = InboundDeadline.current();
        return inbound == null ? deadline : deadline.earlier(inbound);
    }

    /** The same with this deadline. */
    public CallOptions withDeadline(Duration deadline) {
        return new CallOptions(deadline, isSheddable);
    }

    /** The same for a call that can be done without: it is refused first. */
    public CallOptions sheddable() {
        return new CallOptions(deadlineOrNull, true);
    }
}
