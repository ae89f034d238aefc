package io.github.headgate.contract;

import io.github.headgate.Headgate;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;

/** Calls the upstream {@code orders}, in an asynchronous dispatch if the query is {@code async}, and passes on what it says. */
final class CallingServlet extends HttpServlet {
    /** Asynchronous contexts that were begun and have not been dispatched. */
    static final AtomicInteger PENDING = new AtomicInteger();

    private static final long serialVersionUID = 1L;

    private final transient Headgate headgate;

    CallingServlet(Headgate headgate) {
        this.headgate = headgate;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if ("async".equals(request.getQueryString()) && request.getDispatcherType() == DispatcherType.REQUEST) {
            PENDING.incrementAndGet();
            AsyncContext async = request.startAsync();
            async.start(async::dispatch);
            return;
        }
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            PENDING.decrementAndGet();
        }
        try (ClassicHttpResponse answer = headgate.execute("orders", new HttpGet("/orders"))) {
            response.setStatus(answer.getCode());
            answer.getEntity().writeTo(response.getOutputStream());
        }
    }
}
