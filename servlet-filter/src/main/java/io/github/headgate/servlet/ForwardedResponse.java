package io.github.headgate.servlet;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

/** The response for a fallback that is a path: an error of its own does not become the answer. */
final class ForwardedResponse extends HttpServletResponseWrapper {
    ForwardedResponse(HttpServletResponse response) {
        super(response);
    }

    /** The path has no answer, as one that does not exist. */
    static final class NoAnswerException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        NoAnswerException(int status) {
            super("it answers " + status);
        }
    }

    /* Thrown, since whoever is forwarded to has its response closed when it returns. */
    @Override
    public void sendError(int status) {
        throw new NoAnswerException(status);
    }

    @Override
    public void sendError(int status, String message) {
        throw new NoAnswerException(status);
    }
}
