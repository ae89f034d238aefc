package io.github.headgate.servlet;

import io.github.headgate.answer.Answer;
import io.github.headgate.answer.Header;
import io.github.headgate.answer.RequestIds;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/** Writes an answer to a response that was reset. Stateless. */
final class AnswerWriter {
    private static final Set<String> ONLY_ONCE = Set.of(RequestIds.HEADER, "X-Content-Type-Options");

    private AnswerWriter() {}

    static void write(HttpServletRequest request, HttpServletResponse response, Answer answer) throws IOException {
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
