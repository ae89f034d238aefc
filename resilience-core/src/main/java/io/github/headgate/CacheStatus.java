package io.github.headgate;

import io.github.headgate.stored.ResponseStore.Found;
import io.github.headgate.upstream.Collapse;

/** How a response came about that is not the upstream's answer to this request, as {@code Cache-Status} tells it (RFC 9211). Pure. */
final class CacheStatus {
    static final String NAME = "Cache-Status";

    private CacheStatus() {}

    /** It stands for a failure. */
    static String insteadOfFailure(Found<?> found) {
        return "headgate; fwd=" + (found.isStale() ? "stale" : "bypass") + "; detail=stale-if-error";
    }

    /** It was stored, and another call is under way for a new one: this request was not forwarded. */
    static String meanwhile(Found<?> found) {
        return "headgate; hit; ttl=" + found.ttlSeconds() + "; detail=collapse";
    }

    /** It came for another call. To wait is to pass over what is stored, unless that was looked for. */
    static String waited(Collapse how) {
        return "headgate; fwd=" + (how == Collapse.STALE ? "miss" : "bypass") + "; collapsed";
    }
}
