package io.github.headgate.contract;

import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/**
 * Fails as its parameters say: {@code type} names the failure, {@code sent} what was sent before ({@code length}, {@code chunked}),
 * {@code via} the way to it ({@code async}, {@code forward}, {@code include}), {@code as} what is thrown.
 */
final class FailingServlet extends HttpServlet {
    static final String HALF = "half of a";

    private static final long serialVersionUID = 1L;
    private static final int WHOLE = 1000;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        boolean isDispatched = request.getDispatcherType() != DispatcherType.REQUEST;
        switch (isDispatched ? "" : parameter(request, "via")) {
            case "async" -> {
                AsyncContext async = request.startAsync();
                async.start(async::dispatch);
            }
            case "forward" -> request.getRequestDispatcher("/fail").forward(request, response);
            case "include" -> request.getRequestDispatcher("/fail").include(request, response);
            default -> fail(request, response);
        }
    }

    private static void fail(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String sent = parameter(request, "sent");
        if (sent.equals("length")) {
            response.setContentLength(WHOLE);
        }
        if (!sent.isEmpty()) {
            response.getOutputStream().print(HALF);
            response.flushBuffer();
        }
        FailureType type = FailureType.ofToken(parameter(request, "type")).orElse(FailureType.CONNECTION_REFUSED);
        UpstreamException failed =
                new UpstreamException("orders", Failure.of(type), List.of(), "orders: 10.0.0.11 " + type.token());
        switch (parameter(request, "as")) {
            case "servlet" -> throw new ServletException(failed);
            case "page" -> throw new ServletException(new IllegalStateException("in a page", failed));
            case "error" -> response.sendError(HttpServletResponse.SC_CONFLICT, "mine");
            case "other" -> throw new IllegalStateException("nothing to do with it");
            default -> throw failed;
        }
    }

    private static String parameter(HttpServletRequest request, String name) {
        return Objects.requireNonNullElse(request.getParameter(name), "");
    }
}
