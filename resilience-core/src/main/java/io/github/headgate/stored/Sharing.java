package io.github.headgate.stored;

import java.util.List;

/** Whether one response may serve several requests that were under way at the same time (RFC 9111 §4). Pure. */
final class Sharing {
    /** What a response is selected by as long as nothing is known about it (RFC 9110 §12.5). */
    static final Vary NEGOTIATED = new Vary(List.of("accept", "accept-charset", "accept-encoding", "accept-language"));

    /* What makes the answer one to this request alone. */
    private static final List<String> OWN = List.of(
            "Range",
            "If-Range",
            "If-Match",
            "If-None-Match",
            "If-Modified-Since",
            "If-Unmodified-Since",
            "Proxy-Authorization",
            "Upgrade");

    private Sharing() {}

    /**
     * Whether a request may wait for the response to another, or be waited for.
     *
     * @param isKnownAsPublic whether what was stored of this resource is for everybody, whoever asks
     */
    static boolean isOpen(Exchanged.Asked request, boolean isKnownAsPublic) {
        CacheControl control = CacheControl.of(request.fields());
        return request.isRead()
                && !control.has("no-store")
                && !control.has("no-cache")
                && (isKnownAsPublic || !Storing.isPersonal(request))
                && OWN.stream().noneMatch(request.fields()::has);
    }

    /** Whether a response may be given to anybody but whoever asked for it. */
    static boolean permits(Exchanged exchanged) {
        return exchanged.request().isRead()
                && Storing.isForOthers(exchanged)
                && !CacheControl.of(exchanged.fields()).has("no-cache")
                && !isOver(Freshness.of(exchanged), exchanged.endNanos());
    }

    private static boolean isOver(Freshness freshness, long nowNanos) {
        return freshness.isTold() && !freshness.staleness(nowNanos).isNegative();
    }

    /**
     * Whether a request has no objection to a response of this freshness. Where the response says for how long it may be used,
     * that counts; where it does not, it is as good as any that the other request could get (RFC 9111 §4.2.2).
     */
    static boolean accepts(Fields request, Freshness freshness, long nowNanos) {
        CacheControl control = CacheControl.of(request);
        boolean isYoung =
                control.seconds("max-age").orElse(Long.MAX_VALUE) >= Freshness.seconds(freshness.age(nowNanos));
        return isYoung && !isOver(freshness, nowNanos) && !StaleUse.isTooOldFor(control, freshness.staleness(nowNanos));
    }
}
