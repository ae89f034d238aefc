package io.github.headgate;

import io.github.headgate.retry.Deadline;
import io.github.headgate.stored.Alike;
import io.github.headgate.stored.Exchanged.Asked;
import io.github.headgate.upstream.Collapse;
import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;

/** A call that others may wait for, or that waits for another (RFC 9111 §4), if it asks for what one response may serve. Used by one thread. */
final class CollapsibleCall {
    private final UpstreamState upstream;
    private final LastGood lastGood;
    private final Refreshes refreshes;
    private final Patience patience;
    private final ClassicHttpRequest request;
    private final Asked asked;
    private final Listeners listeners;

    /** Makes the call, whatever others do. */
    interface Sending {
        ClassicHttpResponse send(CallOptions options) throws IOException;
    }

    CollapsibleCall(
            UpstreamState upstream,
            LastGood lastGood,
            Refreshes refreshes,
            Patience patience,
            Listeners listeners,
            ClassicHttpRequest request) {
        this.upstream = upstream;
        this.lastGood = lastGood;
        this.refreshes = refreshes;
        this.patience = patience;
        this.listeners = listeners;
        this.request = request;
        this.asked = LastGood.asked(request);
    }

    /** @throws IOException as the call itself does */
    ClassicHttpResponse run(CallOptions options, Sending sending) throws IOException {
        Alike alike = request.getEntity() == null ? lastGood.alike(asked) : null;
        if (alike == null || refreshes.isFutile(alike)) {
            return alone(options, sending);
        }
        Refresh own = new Refresh();
        Refresh other = refreshes.begin(alike, own);
        return other == null ? lead(alike, own, () -> sending.send(options)) : follow(other, options, sending);
    }

    private ClassicHttpResponse lead(Alike alike, Refresh own, LastGood.HttpCall call) throws IOException {
        try {
            return lastGood.run(asked, listeners, own, call);
        } finally {
            refreshes.end(alike, own);
        }
    }

    private ClassicHttpResponse follow(Refresh other, CallOptions options, Sending sending) throws IOException {
        Deadline deadline = options.deadline(upstream.policy(), patience.nanoTime());
        ClassicHttpResponse stored = refreshes.how() == Collapse.STALE ? lastGood.meanwhile(asked, listeners) : null;
        if (stored != null) {
            return stored;
        }
        if (!refreshes.enter(upstream.policy().maxConcurrent())) {
            return alone(options, sending);
        }
        try {
            patience.await(other, request, deadline);
        } finally {
            refreshes.leave();
        }
        ClassicHttpResponse theirs = lastGood.of(other, refreshes.how(), asked, listeners);
        return theirs == null ? alone(options.withDeadline(patience.left(deadline)), sending) : theirs;
    }

    private ClassicHttpResponse alone(CallOptions options, Sending sending) throws IOException {
        return lastGood.run(asked, listeners, null, () -> {
            try {
                return sending.send(options);
            } finally {
                if (!asked.isSafe()) {
                    refreshes.supersede(asked);
                }
            }
        });
    }
}
