package io.github.headgate.servlet;

import io.github.headgate.answer.Answer;
import io.github.headgate.answer.Fallback;
import io.github.headgate.answer.Header;
import io.github.headgate.answer.ProxyStatus;
import io.github.headgate.answer.RequestIds;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a fallback in place of the plain answer. Stateless. */
final class FallbackResponder {
    /** Set on a request that got a fallback: if that fails too, the plain answer follows. */
    private static final String GIVEN = "io.github.headgate.fallback";

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

    private static final Logger LOG = LoggerFactory.getLogger(UpstreamFailureFilter.class);

    private FallbackResponder() {}

    static boolean isPossible(HttpServletRequest request) {
        return request.getAttribute(GIVEN) == null;
    }

    /** The answer with the text of a fallback in place of its own. */
    static Answer withText(Answer plain, Fallback fallback, String text) {
        int status = status(plain, fallback);
        List<Header> headers = new ArrayList<>(kept(plain, status));
        headers.add(new Header(Fallback.HEADER, "text"));
        return new Answer(status, headers, fallback.contentType(), text);
    }

    /* Who gets an answer that is no error need not come back. */
    private static List<Header> kept(Answer plain, int status) {
        return plain.headers().stream()
                .filter(header -> KEPT.contains(header.name()))
                .filter(header -> status >= FIRST_ERROR || !header.name().equals(RETRY_AFTER))
                .toList();
    }

    /**
     * Lets a path of the application answer. The response was reset.
     *
     * @return whether it did; if not, the response is still free
     * @throws IOException if it failed when a part of its answer was on its way
     */
    static boolean forward(
            HttpServletRequest request, HttpServletResponse response, Answer plain, Fallback fallback, String path)
            throws IOException {
        request.setAttribute(GIVEN, true);
        RequestDispatcher dispatcher = request.getRequestDispatcher(path);
        if (dispatcher == null) {
            return false;
        }
        int status = status(plain, fallback);
        response.setStatus(status);
        kept(plain, status).forEach(header -> response.setHeader(header.name(), header.value()));
        response.setHeader(Fallback.HEADER, "forward");
        try {
            dispatcher.forward(request, new ForwardedResponse(response));
            return true;
        } catch (ServletException | IOException | RuntimeException e) {
            LOG.warn("The fallback {} failed as well: {}", path, e.toString());
            if (response.isCommitted()) {
                request.setAttribute(FailureResponder.BROKEN, true);
                CallerConnection.breakOff(request);
                throw new BrokenResponseException("response broken off: the fallback " + path + " failed");
            }
            return false;
        }
    }

    private static int status(Answer plain, Fallback fallback) {
        return fallback.status() == 0 ? plain.status() : fallback.status();
    }
}
