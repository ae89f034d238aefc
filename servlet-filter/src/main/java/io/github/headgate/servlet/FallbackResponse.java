package io.github.headgate.servlet;

import io.github.headgate.answer.Header;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.List;

/**
 * The response for a fallback that is code of the application: it says from the start what it is an answer to, also after a reset,
 * and an error of the fallback's own does not become the answer.
 */
final class FallbackResponse extends HttpServletResponseWrapper {
    private final int first;
    private final List<Header> marks;

    /**
     * @param first the status to begin with
     * @param marks the headers that every fallback has
     */
    FallbackResponse(HttpServletResponse response, int first, List<Header> marks) {
        super(response);
        this.first = first;
        this.marks = marks;
        mark();
    }

    private void mark() {
        setStatus(first);
        marks.forEach(header -> setHeader(header.name(), header.value()));
    }

    @Override
    public void reset() {
        super.reset();
        mark();
    }

    /** The fallback has no answer, as a path that does not exist. */
    static final class NoAnswerException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        NoAnswerException(String why) {
            super(why);
        }
    }

    /* Thrown, since whoever is forwarded to has its response closed when it returns. */
    @Override
    public void sendError(int status) {
        throw new NoAnswerException("it answers " + status);
    }

    @Override
    public void sendError(int status, String message) {
        throw new NoAnswerException("it answers " + status);
    }
}
