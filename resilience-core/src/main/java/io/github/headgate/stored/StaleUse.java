package io.github.headgate.stored;

import java.time.Duration;
import java.util.OptionalLong;

/** Whether a stored response may be given in place of a failure (RFC 9111 §4.2.4, RFC 5861 §4). Pure. */
final class StaleUse {
    private StaleUse() {}

    /**
     * @param staleness how long it has been stale; negative if it is fresh
     * @param setting for how long it may be stale where the response does not say so itself
     */
    static boolean permits(Fields request, Fields response, Duration staleness, Duration setting) {
        CacheControl asked = CacheControl.of(request);
        CacheControl stored = CacheControl.of(response);
        boolean wantsTheOrigin = asked.has("no-cache") || isTooOldFor(asked, staleness);
        if (wantsTheOrigin || stored.has("no-cache")) {
            return false;
        }
        if (staleness.isNegative()) {
            return true;
        }
        boolean isForbidden = stored.has("must-revalidate") || stored.has("proxy-revalidate") || stored.has("s-maxage");
        OptionalLong told = stored.seconds("stale-if-error");
        Duration most = told.isPresent() ? Duration.ofSeconds(told.getAsLong()) : setting;
        OptionalLong wanted = asked.seconds("stale-if-error");
        return !isForbidden
                && staleness.compareTo(most) <= 0
                && (wanted.isEmpty() || staleness.compareTo(Duration.ofSeconds(wanted.getAsLong())) <= 0);
    }

    /* "max-age=0", as browsers send it to reload, asks for a fresh one and does not forbid another if there is none. */
    private static boolean isTooOldFor(CacheControl asked, Duration staleness) {
        OptionalLong minFresh = asked.seconds("min-fresh");
        return minFresh.isPresent()
                && staleness.plusSeconds(minFresh.getAsLong()).compareTo(Duration.ZERO) > 0;
    }
}
