package io.github.headgate.servlet;

import static java.util.Objects.requireNonNull;

import io.github.headgate.answer.Answer;
import io.github.headgate.answer.Fallback;
import io.github.headgate.answer.FallbackKind;
import io.github.headgate.answer.Header;
import io.github.headgate.answer.ProxyStatus;
import io.github.headgate.answer.RequestIds;
import io.github.headgate.servlet.FallbackResponse.NoAnswerException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives a fallback in place of the plain answer. Thread-safe. */
final class FallbackResponder {
    /** Set on a request that got a fallback: if that fails too, the plain answer follows. */
    private static final String GIVEN = "io.github.headgate.fallback";

    /** Set while a fallback answers. */
    private static final String UNDER_WAY = "io.github.headgate.fallback.underWay";

    private static final String RETRY_AFTER = "Retry-After";
    private static final int FIRST_ERROR = 400;

    /* Of the plain answer, what is not about its body. */
    private static final Set<String> KEPT = Set.of(
            ProxyStatus.HEADER,
            "Cache-Control",
            "Connection",
            RETRY_AFTER,
            "X-Content-Type-Options",
            RequestIds.HEADER);

    private final Map<String, FallbackHandler> handlers;
    private final FallbackLog log;
    private final AnswerListener listener;

    /**
     * @param handlers those that fallbacks name
     * @param listener is told of fallbacks that fail
     */
    FallbackResponder(Map<String, FallbackHandler> handlers, FallbackLog log, AnswerListener listener) {
        this.handlers = Map.copyOf(handlers);
        this.log = log;
        this.listener = listener;
    }

    static boolean isUnderWay(HttpServletRequest request) {
        return request.getAttribute(UNDER_WAY) != null;
    }

    static boolean isPossible(HttpServletRequest request) {
        return request.getAttribute(GIVEN) == null;
    }

    /**
     * Answers with the fallback. The response was reset.
     *
     * @param plain the answer in whose place it is
     * @return whether it did; if not, the response is still free
     * @throws IOException if it failed when a part of its answer was on its way
     */
    boolean give(
            HttpServletRequest request,
            HttpServletResponse response,
            Answer plain,
            Fallback fallback,
            AnsweredFailure failure)
            throws IOException {
        int status = fallback.status() == 0 ? plain.status() : fallback.status();
        List<Header> marks = marks(plain, fallback, status);
        if (fallback.kind() == FallbackKind.TEXT) {
            AnswerWriter.write(request, response, new Answer(status, marks, fallback.contentType(), fallback.answer()));
            return true;
        }
        request.setAttribute(GIVEN, true);
        request.setAttribute(UNDER_WAY, true);
        try {
            ask(request, new FallbackResponse(response, status, marks), fallback, failure);
            return true;
        } catch (ServletException | IOException | RuntimeException e) {
            log.failed(fallback, failure, e);
            listener.fallbackFailed(failure, fallback.kind());
            if (response.isCommitted()) {
                request.setAttribute(FailureResponder.BROKEN, true);
                CallerConnection.breakOff(request);
                throw new BrokenResponseException("response broken off: the fallback " + fallback.answer() + " failed");
            }
            return false;
        } finally {
            request.removeAttribute(UNDER_WAY);
        }
    }

    /* Who gets an answer that is no error need not come back. */
    private static List<Header> marks(Answer plain, Fallback fallback, int status) {
        List<Header> marks = new ArrayList<>();
        for (Header header : plain.headers()) {
            if (KEPT.contains(header.name())
                    && (status >= FIRST_ERROR || !header.name().equals(RETRY_AFTER))) {
                marks.add(header);
            }
        }
        marks.add(new Header(Fallback.HEADER, fallback.kind().token()));
        return marks;
    }

    private void ask(HttpServletRequest request, FallbackResponse response, Fallback fallback, AnsweredFailure failure)
            throws IOException, ServletException {
        if (fallback.kind() == FallbackKind.FORWARD) {
            forward(request, response, fallback.answer());
        } else if (!requireNonNull(handlers.get(fallback.answer()), fallback.answer())
                .answer(request, response, failure)) {
            throw new NoAnswerException("it has no answer");
        }
    }

    private static void forward(HttpServletRequest request, FallbackResponse response, String path)
            throws IOException, ServletException {
        RequestDispatcher dispatcher = request.getRequestDispatcher(path);
        if (dispatcher == null) {
            throw new NoAnswerException("there is no such path");
        }
        dispatcher.forward(request, response);
    }
}
