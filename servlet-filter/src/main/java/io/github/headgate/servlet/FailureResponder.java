package io.github.headgate.servlet;

import io.github.headgate.answer.Answer;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.answer.Answers;
import io.github.headgate.answer.CallerRequest;
import io.github.headgate.answer.Fallback;
import io.github.headgate.answer.Fault;
import io.github.headgate.answer.Header;
import io.github.headgate.answer.RequestIds;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.retry.TimeSource;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;

/**
 * Tells the caller that a call failed, and writes the one log line of it; of identical failures, at most one in 10 s for each
 * responder. Thread-safe.
 */
public final class FailureResponder {
    /** Set on a request whose response was broken off: nothing more may be written to it, no error page either. */
    static final String BROKEN = "io.github.headgate.broken";

    private static final String REQUEST_ID = "io.github.headgate.requestId";

    private static final Set<String> ONLY_ONCE = Set.of(RequestIds.HEADER, "X-Content-Type-Options");

    private final Answers answers;
    private final RequestIds requestIds;
    private final FailureLog log = new FailureLog(TimeSource.system()::nanoTime);

    /**
     * @param settings our name, what we tell, the statuses
     */
    public FailureResponder(AnswerSettings settings) {
        this(new Answers(settings, InstantSource.system()), new RequestIds(() -> UUID.randomUUID()
                .toString()));
    }

    /**
     * @param answers makes the answer
     * @param requestIds chooses the id of a request
     */
    public FailureResponder(Answers answers, RequestIds requestIds) {
        this.answers = answers;
        this.requestIds = requestIds;
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
        ResponseReset.reset(response);
        Fallback fallback = FallbackResponder.isPossible(request) ? answers.fallback(path(request), fault) : null;
        String text = fallback == null ? null : fallback.text();
        String forward = fallback == null ? null : fallback.forward();
        if (fallback != null && text != null) {
            write(request, response, FallbackResponder.withText(answer, fallback, text));
        } else if (fallback == null
                || forward == null
                || !FallbackResponder.forward(request, response, answer, fallback, forward)) {
            ResponseReset.reset(response);
            write(request, response, answer);
        }
    }

    /* As the caller asked for it, also where the application has forwarded the request since. */
    private static String path(HttpServletRequest request) {
        Object forwarded = request.getAttribute(RequestDispatcher.FORWARD_REQUEST_URI);
        String uri = forwarded == null ? request.getRequestURI() : forwarded.toString();
        String context = request.getContextPath();
        return uri.startsWith(context) ? uri.substring(context.length()) : uri;
    }

    /** Refuses a request before any upstream is called; does nothing if an answer is already on its way. */
    void refuse(HttpServletRequest request, HttpServletResponse response, int status, String title) throws IOException {
        replace(request, response, Fault.refusal(status, title));
    }

    /** Answers in the place of whoever else would; does nothing if an answer is already on its way. */
    void replace(HttpServletRequest request, HttpServletResponse response, Fault fault) throws IOException {
        if (!response.isCommitted()) {
            ResponseReset.reset(response);
            write(request, response, answers.to(asked(request), fault));
        }
    }

    /** Refuses a request of which unread bytes may follow, and closes the connection, so that they become no request. */
    void refuseAndClose(HttpServletRequest request, HttpServletResponse response, int status, String title)
            throws IOException {
        if (!response.isCommitted()) {
            ResponseReset.reset(response);
            response.setHeader("Connection", "close");
            write(request, response, answers.to(asked(request), Fault.refusal(status, title)));
        }
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
        return new CallerRequest(request.getMethod(), request.getRequestURI(), accept, requestId(request));
    }

    private static void write(HttpServletRequest request, HttpServletResponse response, Answer answer)
            throws IOException {
        byte[] body = answer.body();
        response.setStatus(answer.status());
        answer.headers().forEach(header -> put(response, header));
        response.setContentType(answer.contentType());
        response.setContentLength(body.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(body);
        }
    }

    /*
     * Of what the reset left, "Vary: Origin" of a CORS filter must stay beside ours. So must the application's own
     * Content-Security-Policy: a browser obeys both, and if that leaves the page without its style, it can be read still.
     */
    private static void put(HttpServletResponse response, Header header) {
        if (ONLY_ONCE.contains(header.name())) {
            response.setHeader(header.name(), header.value());
        } else {
            response.addHeader(header.name(), header.value());
        }
    }
}
