package io.github.headgate.micrometer;

import io.github.headgate.EndpointStatus;
import io.github.headgate.Health;
import java.util.Locale;

/** How an endpoint stands, as the tag {@code state} tells it: of all that may be true of it, what comes first here. */
enum Standing {
    /** Somebody has said that it gets no new calls. */
    DRAINED,
    /** Somebody has said that it gets no calls. */
    FORCED_OPEN,
    /** Its breaker refuses calls. */
    EJECTED,
    /** Its health checks fail: it is used only where no other permits. */
    UNHEALTHY,
    /** It was ejected, and the next call is its probe. */
    PROBED,
    /** It takes calls. */
    ADMITS;

    private final String tag = name().toLowerCase(Locale.ROOT);

    String tag() {
        return tag;
    }

    static Standing of(EndpointStatus endpoint) {
        return switch (endpoint.admission()) {
            case DRAINED -> DRAINED;
            case FORCED_OPEN -> FORCED_OPEN;
            case FORCED_CLOSED -> ADMITS;
            case AUTOMATIC -> byItself(endpoint);
        };
    }

    private static Standing byItself(EndpointStatus endpoint) {
        if (endpoint.state() == EndpointStatus.State.OPEN) {
            return EJECTED;
        }
        if (endpoint.health() == Health.UNHEALTHY || endpoint.health() == Health.UNKNOWN) {
            return UNHEALTHY;
        }
        return endpoint.state() == EndpointStatus.State.HALF_OPEN ? PROBED : ADMITS;
    }
}
