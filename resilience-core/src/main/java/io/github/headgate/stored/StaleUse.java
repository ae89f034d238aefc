package io.github.headgate.stored;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Whether a stored response may be given in place of a failure (RFC 9111 §4.2.4, RFC 5861 §4), or while a new one is under way
 * (RFC 5861 §3). Pure.
 */
final class StaleUse {
    private static final String IF_ERROR = "stale-if-error";
    private static final String WHILE_REVALIDATE = "stale-while-revalidate";

    private StaleUse() {}

    /**
     * In place of a failure.
     *
     * @param staleness how long it has been stale; negative if it is fresh
     * @param setting for how long it may be stale where the response does not say so itself
     */
    static boolean permits(Fields request, Fields response, Duration staleness, Duration setting) {
        CacheControl asked = CacheControl.of(request);
        CacheControl stored = CacheControl.of(response);
        return isUsable(asked, stored, staleness)
                && (staleness.isNegative()
                        || (isWithin(staleness, stored.seconds(IF_ERROR), setting) && isAccepted(asked, staleness)));
    }

    /**
     * While a new one is under way: what a caller may have who could have that one by waiting.
     *
     * @param setting for how long it may be stale where the response does not say so itself, of failures at the least
     */
    static boolean permitsMeanwhile(
            Fields request, Fields response, Freshness freshness, long nowNanos, Duration setting) {
        CacheControl asked = CacheControl.of(request);
        CacheControl stored = CacheControl.of(response);
        Duration staleness = freshness.staleness(nowNanos);
        OptionalLong own = stored.seconds(WHILE_REVALIDATE);
        OptionalLong told = own.isPresent() ? own : stored.seconds(IF_ERROR);
        OptionalLong oldest = asked.seconds("max-age");
        return isUsable(asked, stored, staleness)
                && (oldest.isEmpty() || Freshness.seconds(freshness.age(nowNanos)) <= oldest.getAsLong())
                && (staleness.isNegative() || isWithin(staleness, told, setting));
    }

    private static boolean isUsable(CacheControl asked, CacheControl stored, Duration staleness) {
        boolean wantsTheOrigin = asked.has("no-cache") || isTooOldFor(asked, staleness);
        boolean isForbidden = stored.has("must-revalidate") || stored.has("proxy-revalidate") || stored.has("s-maxage");
        return !wantsTheOrigin && !stored.has("no-cache") && (staleness.isNegative() || !isForbidden);
    }

    private static boolean isWithin(Duration staleness, OptionalLong told, Duration setting) {
        Duration most = told.isPresent() ? Duration.ofSeconds(told.getAsLong()) : setting;
        return staleness.compareTo(most) <= 0;
    }

    private static boolean isAccepted(CacheControl asked, Duration staleness) {
        OptionalLong wanted = asked.seconds(IF_ERROR);
        return wanted.isEmpty() || staleness.compareTo(Duration.ofSeconds(wanted.getAsLong())) <= 0;
    }

    /* "max-age=0", as browsers send it to reload, asks for a fresh one and does not forbid another if there is none. */
    static boolean isTooOldFor(CacheControl asked, Duration staleness) {
        OptionalLong minFresh = asked.seconds("min-fresh");
        return minFresh.isPresent()
                && staleness.plusSeconds(minFresh.getAsLong()).compareTo(Duration.ZERO) > 0;
    }
}
