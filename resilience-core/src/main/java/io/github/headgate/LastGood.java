package io.github.headgate;

import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.TimeSource;
import io.github.headgate.stored.Alike;
import io.github.headgate.stored.Exchanged;
import io.github.headgate.stored.Exchanged.Asked;
import io.github.headgate.stored.Fields;
import io.github.headgate.stored.ResponseStore;
import io.github.headgate.stored.ResponseStore.Found;
import io.github.headgate.stored.Shared;
import io.github.headgate.upstream.Collapse;
import io.github.headgate.upstream.FallbackPolicy;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpMessage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last good responses of an upstream, as far as they were read whole before they were passed on, and gives one in place of a failure.
 * The failure is counted and told to listeners as ever. Thread-safe.
 */
final class LastGood {
    /* RFC 5861 §4 names them. */
    private static final Set<Integer> ERRORS = Set.of(500, 502, 503, 504);
    private static final byte[] NOTHING = new byte[0];

    private final String upstream;
    private final FallbackPolicy policy;
    private final TimeSource time;
    private final ResponseStore<KeptResponse> store;
    private final StaleIfError stale;

    LastGood(String upstream, FallbackPolicy policy, TimeSource time) {
        this.upstream = upstream;
        this.policy = policy;
        this.time = time;
        this.store = new ResponseStore<>(policy.staleIfError(), policy.maxStored());
        this.stale = new StaleIfError(upstream, store, time);
    }

    /** Whether it keeps what this policy would have kept. */
    boolean keepsAs(FallbackPolicy other) {
        return policy.withCollapse(other.collapse()).equals(other);
    }

    /** A call over HTTP. */
    interface HttpCall {
        /**
         * Makes it.
         *
         * @throws UpstreamException if it failed
         * @throws IOException if it was ended by the application
         */
        ClassicHttpResponse run() throws IOException;
    }

    /**
     * Makes a call; in place of a failure, gives the last good response to the same request, if there is one.
     *
     * @throws UpstreamException if the call failed and there is none
     * @throws IOException as the call throws
     */
    ClassicHttpResponse run(ClassicHttpRequest request, Listeners listeners, HttpCall call) throws IOException {
        return run(asked(request), listeners, null, call);
    }

    /**
     * The same, and tells those who wait for it how it went.
     *
     * @param refresh null if nobody can
     */
    ClassicHttpResponse run(Asked asked, Listeners listeners, @Nullable Refresh refresh, HttpCall call)
            throws IOException {
        long start = time.nanoTime();
        ClassicHttpResponse response;
        try {
            response = call.run();
        } catch (UpstreamException e) {
            Mishap mishap = Mishap.of(e);
            if (refresh != null && !e.attempts().isEmpty()) {
                refresh.failed(mishap); // without an attempt it says nothing about what another call would find
            }
            ClassicHttpResponse kept = stale.insteadOf(mishap, asked, listeners);
            if (kept == null) {
                throw e;
            }
            return kept;
        }
        if (ERRORS.contains(response.getCode())) {
            Mishap mishap = Mishap.of(response.getCode());
            if (refresh != null) {
                refresh.failed(mishap);
            }
            ClassicHttpResponse kept = stale.insteadOf(mishap, asked, listeners);
            if (kept != null) {
                response.close();
                return kept;
            }
            return response;
        }
        keep(asked, response, start, refresh);
        return response;
    }

    static Asked asked(ClassicHttpRequest request) {
        Header host = request.getFirstHeader("Host");
        return new Asked(
                request.getMethod(),
                host == null ? "" : String.valueOf(host.getValue()),
                Objects.requireNonNullElse(request.getPath(), "/"),
                fields(request));
    }

    private static Fields fields(HttpMessage message) {
        return name -> Arrays.stream(message.getHeaders(name))
                .map(header -> Objects.requireNonNullElse(header.getValue(), ""))
                .toList();
    }

    private void keep(Asked asked, ClassicHttpResponse response, long start, @Nullable Refresh refresh) {
        Exchanged exchanged =
                new Exchanged(asked, response.getCode(), fields(response), start, time.nanoTime(), time.instant());
        boolean isShared = refresh != null && Shared.isPermitted(exchanged);
        byte[] body = isShared || store.wants(exchanged) ? whole(asked, response) : null;
        KeptResponse kept = body == null ? null : KeptResponse.of(response, body);
        if (kept != null) {
            store.offer(exchanged.with(kept.fields()), kept, kept.bytes());
        }
        if (refresh != null) {
            tell(refresh, kept == null ? null : Shared.of(exchanged.with(kept.fields()), kept), asked);
        }
    }

    /* What was changed is forgotten, however long the answer to that is. */
    private static byte @Nullable [] whole(Asked asked, ClassicHttpResponse response) {
        return asked.isSafe() && response.getEntity() instanceof ResponseEntity own ? own.whole() : NOTHING;
    }

    /* What was superseded while it was being kept is not to stay: what superseded it has forgotten only what was kept before. */
    private void tell(Refresh refresh, @Nullable Shared<KeptResponse> shared, Asked asked) {
        if (shared == null) {
            refresh.answeredForOne();
        } else {
            refresh.answered(shared);
        }
        if (refresh.isSuperseded()) {
            store.forget(asked);
        }
    }

    /** What requests must have in common with this one to share its response; null if it shares none. */
    @Nullable
    Alike alike(Asked asked) {
        return store.alike(asked).orElse(null);
    }

    /** What may be given at once while another call for the same is under way; null if there is nothing. */
    @Nullable
    ClassicHttpResponse meanwhile(Asked asked, Listeners listeners) {
        Found<KeptResponse> found = store.findMeanwhile(asked, time.nanoTime()).orElse(null);
        if (found == null) {
            return null;
        }
        listeners.callCollapsed(upstream, Collapse.STALE, found.age());
        return found.response().again(asked.method(), found.ageSeconds(), CacheStatus.meanwhile(found));
    }

    /** What another call has brought for this request; null if it must be sent after all. */
    @Nullable
    ClassicHttpResponse of(Refresh other, Collapse how, Asked asked, Listeners listeners) {
        Shared<KeptResponse> shared = other.shared();
        Mishap mishap = other.mishap();
        if (shared == null) {
            return mishap == null ? null : stale.insteadOf(mishap, asked, listeners);
        }
        Found<KeptResponse> found = shared.find(asked, time.nanoTime()).orElse(null);
        if (found == null) {
            return null;
        }
        listeners.callCollapsed(upstream, Collapse.WAIT, found.age());
        return found.response().again(asked.method(), found.ageSeconds(), CacheStatus.waited(how));
    }
}
