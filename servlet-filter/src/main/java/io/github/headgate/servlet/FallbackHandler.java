package io.github.headgate.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Code of the application that answers in place of the plain answer to some failures, as {@code fallbacks[].handler} says: the name
 * of a bean with Spring, else of a class that is public and has a public constructor without parameters. Must be thread-safe.
 */
@FunctionalInterface
public interface FallbackHandler {
    /**
     * Answers a request whose call failed, or does not, and then the plain answer follows; so it does if the handler throws or calls
     * {@code sendError}. An error when a part of its answer is on its way breaks the connection.
     *
     * <p>The response has the status of the failure, or that of the settings, {@code Proxy-Status} and the other headers of a
     * fallback; status and headers may be changed, and {@code reset()} leaves those headers as they are. The answer must be complete on
     * return: it cannot be given asynchronously. Runs on the thread of the request, and its time is in no deadline.
     *
     * @return whether it has answered
     * @throws IOException if it cannot answer
     * @throws ServletException if it cannot answer
     */
    boolean answer(HttpServletRequest request, HttpServletResponse response, AnsweredFailure failure)
            throws IOException, ServletException;
}
