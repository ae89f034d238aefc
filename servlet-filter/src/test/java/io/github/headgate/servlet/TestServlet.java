package io.github.headgate.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** An application in one lambda. */
final class TestServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** What it does with any request. */
    interface Work {
        void run(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException;
    }

    private final transient Work work;

    TestServlet(Work work) {
        this.work = work;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        work.run(request, response);
    }
}
