package io.github.headgate;

import io.github.headgate.failure.ExchangePhase;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureClassifier;
import io.github.headgate.failure.FailureType;
import io.github.headgate.retry.Replayability;
import io.github.headgate.retry.TimeSource;
import io.github.headgate.upstream.UpstreamPolicy;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.core5.concurrent.CancellableDependency;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;

/** An HTTP request, to be sent to one endpoint or several. Used by one thread, or by two if it may be hedged. */
final class HttpExchange implements Exchange<ClassicHttpResponse> {
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /* Connections that are idle then lead nowhere either, as a rule, and the next call must not find out. */
    private static final Set<FailureType> CANNOT_CONNECT = EnumSet.of(
            FailureType.CONNECTION_REFUSED, FailureType.CONNECTION_TIMEOUT, FailureType.DESTINATION_IP_UNROUTABLE);

    private final Transport transport;
    private final UpstreamPolicy policy;
    private final TimeSource time;
    private final ClassicHttpRequest request;
    private final RequestBody body;
    private final boolean isIdempotent;
    private @Nullable Attempt latest;

    /**
     * @throws IOException if the application's body could not be read
     */
    HttpExchange(Transport transport, UpstreamPolicy policy, TimeSource time, ClassicHttpRequest request)
            throws IOException {
        this.transport = transport;
        this.policy = policy;
        this.time = time;
        this.request = request;
        this.body = RequestBody.of(request.getEntity(), policy.requestBuffer());
        this.isIdempotent = Replayability.isIdempotent(request.getMethod()) || request.containsHeader(IDEMPOTENCY_KEY);
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public Replayability replayability() {
        return new Replayability(isIdempotent, body.canBeSent());
    }

    @Override
    public Answer<ClassicHttpResponse> send(Attempt attempt) throws IOException {
        if (request instanceof CancellableDependency cancellable) {
            cancelWith(cancellable, attempt);
        }
        ClassicHttpResponse response = transport.send(attempt, request, body.entity(attempt, time));
        return ReceivedResponse.read(response, attempt, policy, time);
    }

    @Override
    public boolean mayBeHedged() {
        return isIdempotent && body.isRepeatable();
    }

    private synchronized void cancelWith(CancellableDependency request, Attempt attempt) {
        Attempt before = latest;
        latest = attempt;
        request.setDependency(() -> {
            attempt.cancel();
            if (before != null) {
                before.cancel();
            }
            return true;
        });
    }

    /* Whatever else HttpClient throws while it does I/O is a connection that did not hold. */
    @Override
    public Optional<Failure> classify(Exception thrown, Attempt attempt) {
        if (!(thrown instanceof IOException)) {
            return Optional.empty();
        }
        Failure failure = FailureClassifier.classify(thrown, attempt.phase())
                .orElseGet(() -> Failure.of(unknown(attempt.phase()), attempt.phase(), thrown));
        if (isStale(failure, attempt)) {
            transport.renew(attempt.endpoint());
            return Optional.of(failure.withoutBlame());
        }
        if (CANNOT_CONNECT.contains(failure.type()) && failure.phase() == ExchangePhase.CONNECTING) {
            transport.renew(attempt.endpoint());
        }
        return Optional.of(failure);
    }

    private static FailureType unknown(ExchangePhase phase) {
        return phase == ExchangePhase.READING_BODY
                ? FailureType.HTTP_RESPONSE_INCOMPLETE
                : FailureType.CONNECTION_TERMINATED;
    }

    /* A kept-alive connection that turns out closed is the pool's misfortune, not the endpoint's. */
    private static boolean isStale(Failure failure, Attempt attempt) {
        return failure.type() == FailureType.CONNECTION_TERMINATED
                && failure.phase() == ExchangePhase.EXCHANGING
                && attempt.isOnReusedConnection();
    }
}
