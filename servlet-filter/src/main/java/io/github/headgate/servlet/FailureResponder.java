package io.github.headgate.servlet;

import static java.util.Objects.requireNonNull;

import io.github.headgate.answer.Answer;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.answer.Answers;
import io.github.headgate.answer.CallerRequest;
import io.github.headgate.answer.Fallback;
import io.github.headgate.answer.FallbackKind;
import io.github.headgate.answer.Fault;
import io.github.headgate.answer.RequestIds;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.TimeSource;
import io.github.headgate.servlet.FallbackResponse.NoAnswerException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Tells the caller that a call failed, and writes the one log line of it; of identical failures, at most one in 10 s for each
 * responder, so an application should have one. Thread-safe.
 */
public final class FailureResponder {
    /** Set on a request whose response was broken off: nothing more may be written to it, no error page either. */
    static final String BROKEN = "io.github.headgate.broken";

    private static final String REQUEST_ID = "io.github.headgate.requestId";

    private final AnswerSettings settings;
    private final Answers answers;
    private final FallbackResponder fallbacks;
    private final AnswerListener listener;
    private final TraceIds traceIds;
    private final RequestIds requestIds = new RequestIds(() -> UUID.randomUUID().toString());
    private final FailureLog log = new FailureLog(TimeSource.system()::nanoTime);

    /**
     * Without handlers and listeners; the trace is the one that the caller names.
     *
     * @param settings our name, what we tell, the statuses
     * @throws IllegalArgumentException if a fallback names a handler
     */
    public FailureResponder(AnswerSettings settings) {
        this(settings, Map.of(), List.of(), TraceIds.OF_CALLER);
    }

    /**
     * @param settings our name, what we tell, the statuses
     * @param handlers by the names that fallbacks have for them
     * @param listeners are told what callers get
     * @param traceIds know the trace that the answer and the log line name
     * @throws IllegalArgumentException if a fallback names a handler that is not there
     */
    public FailureResponder(
            AnswerSettings settings,
            Map<String, FallbackHandler> handlers,
            List<AnswerListener> listeners,
            TraceIds traceIds) {
        for (Fallback fallback : settings.fallbacks()) {
            if (fallback.kind() == FallbackKind.HANDLER && !handlers.containsKey(fallback.answer())) {
                throw new IllegalArgumentException(
                        "fallback handler: " + fallback.answer() + " (expected: of " + handlers.keySet() + ")");
            }
        }
        this.settings = settings;
        this.answers = new Answers(settings, InstantSource.system());
        this.listener = AnswerListeners.of(listeners);
        this.traceIds = traceIds;
        this.fallbacks = new FallbackResponder(handlers, new FallbackLog(TimeSource.system()::nanoTime), this.listener);
    }

    /** Who we are in {@code Proxy-Status} and {@code Via}. */
    String name() {
        return settings.name();
    }

    /**
     * Logs a failed call and answers it.
     *
     * @throws IOException if a part of another answer is already on its way (the container that catches this closes the
     *     connection), or if the caller has gone away
     */
    public void respond(HttpServletRequest request, HttpServletResponse response, UpstreamException failed)
            throws IOException {
        respond(request, response, FailedCall.of(failed));
    }

    void respond(HttpServletRequest request, HttpServletResponse response, FailedCall failed) throws IOException {
        CallerRequest asked = asked(request);
        if (response.isCommitted()) {
            log.failed(failed, asked, null);
            request.setAttribute(BROKEN, true);
            CallerConnection.breakOff(request);
            throw new BrokenResponseException("response broken off: " + failed.message());
        }
        if (FallbackResponder.isUnderWay(request)) {
            log.failed(failed, asked, null);
            throw new NoAnswerException(failed.message());
        }
        Fault fault = Fault.of(failed.upstream(), failed.failure(), failed.mayBeDone(), failed.message());
        Answer answer = answers.to(asked, fault);
        log.failed(failed, asked, answer.status());
        give(request, response, fault, answer);
    }

    /** Does not take a request at present; a fallback may say so. */
    void deny(HttpServletRequest request, HttpServletResponse response, Fault fault) throws IOException {
        give(request, response, fault, answers.to(asked(request), fault));
    }

    private void give(HttpServletRequest request, HttpServletResponse response, Fault fault, Answer answer)
            throws IOException {
        AnsweredFailure failure = new AnsweredFailure(
                requireNonNull(fault.type()),
                fault.upstream(),
                answer.status(),
                fault.retryAfter(),
                requestId(request));
        ResponseReset.reset(response);
        Fallback fallback =
                FallbackResponder.isPossible(request) ? answers.fallback(RequestPath.asked(request), fault) : null;
        if (fallback != null) {
            if (fallbacks.give(request, response, answer, fallback, failure)) {
                listener.answered(failure, fallback.kind());
                return;
            }
            ResponseReset.reset(response);
        }
        AnswerWriter.write(request, response, answer);
        listener.answered(failure, null);
    }

    /** Refuses a request before any upstream is called; does nothing if an answer is already on its way. */
    void refuse(HttpServletRequest request, HttpServletResponse response, int status, String title) throws IOException {
        replace(request, response, Fault.refusal(status, title));
    }

    /** Answers in the place of whoever else would; does nothing if an answer is already on its way. */
    void replace(HttpServletRequest request, HttpServletResponse response, Fault fault) throws IOException {
        if (clear(request, response, fault.title())) {
            AnswerWriter.write(request, response, answers.to(asked(request), fault));
        }
    }

    /** Refuses a request of which unread bytes may follow, and closes the connection, so that they become no request. */
    void refuseAndClose(HttpServletRequest request, HttpServletResponse response, int status, String title)
            throws IOException {
        if (clear(request, response, title)) {
            response.setHeader("Connection", "close");
            AnswerWriter.write(request, response, answers.to(asked(request), Fault.refusal(status, title)));
        }
    }

    private static boolean clear(HttpServletRequest request, HttpServletResponse response, String title) {
        if (response.isCommitted()) {
            return false;
        }
        if (FallbackResponder.isUnderWay(request)) {
            throw new NoAnswerException(title);
        }
        ResponseReset.reset(response);
        return true;
    }

    /** The id of this request: the same in the answer, in the log and, if it is proxied, at the upstream. */
    public String requestId(HttpServletRequest request) {
        if (request.getAttribute(REQUEST_ID) instanceof String known) {
            return known;
        }
        String chosen = requestIds.choose(request.getHeader(RequestIds.HEADER));
        request.setAttribute(REQUEST_ID, chosen);
        return chosen;
    }

    private CallerRequest asked(HttpServletRequest request) {
        String accept = String.join(",", Collections.list(request.getHeaders("Accept")));
        return new CallerRequest(
                request.getMethod(), request.getRequestURI(), accept, requestId(request), traceIds.of(request));
    }
}
