package io.github.headgate;

/** Whether calls are admitted, by hand: to one endpoint, or to all of an upstream. */
public enum Admission {
    /** Breaker, health checks and comparison decide. */
    AUTOMATIC,
    /** No new calls; those under way end as they would, and their connections are not kept. */
    DRAINED,
    /** No calls, as if the endpoint were ejected until further notice. */
    FORCED_OPEN,
    /** Calls, whatever breaker, health checks and comparison say; what they find is still counted. */
    FORCED_CLOSED;

    /** Whether calls are refused. */
    public boolean refuses() {
        return this == DRAINED || this == FORCED_OPEN;
    }

    /** What holds for an endpoint of which this was said, in an upstream of which that was said: a refusal wins. */
    Admission within(Admission upstream) {
        if (refuses() || upstream == AUTOMATIC) {
            return this;
        }
        return upstream.refuses() || this == AUTOMATIC ? upstream : this;
    }
}
