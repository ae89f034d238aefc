package io.github.headgate.stored;

import java.time.Instant;

/**
 * A request and what was answered to it, as a store has to know them. Immutable.
 *
 * @param request what was asked
 * @param status of the response
 * @param fields of the response
 * @param startNanos when the request was sent, on the monotonic scale
 * @param endNanos when the response was there, on the same scale
 * @param at when the response was there
 */
public record Exchanged(Asked request, int status, Fields fields, long startNanos, long endNanos, Instant at) {
    /** The same with these fields of the response. */
    public Exchanged with(Fields kept) {
        return new Exchanged(request, status, kept, startNanos, endNanos, at);
    }

    /**
     * A request. Immutable.
     *
     * @param method its method
     * @param host the authority that it names; empty if that is the endpoint's own
     * @param target path and query
     * @param fields its header fields
     */
    public record Asked(String method, String host, String target, Fields fields) {
        /* No path holds a space. */
        String key() {
            return host + " " + target;
        }

        boolean isRead() {
            return method.equals("GET") || method.equals("HEAD");
        }

        /** Whether it is without effect on what is stored (RFC 9110 §9.2.1). */
        public boolean isSafe() {
            return isRead() || method.equals("OPTIONS") || method.equals("TRACE");
        }
    }
}
