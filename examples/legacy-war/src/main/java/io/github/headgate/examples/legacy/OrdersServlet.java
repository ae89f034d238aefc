package io.github.headgate.examples.legacy;

import io.github.headgate.Headgate;
import io.github.headgate.webapp.HeadgateListener;
import java.io.IOException;
import java.util.List;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/** Shows what the orders service says, asked through Headgate; if it says nothing, the filter answers. */
public final class OrdersServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Headgate headgate = (Headgate) getServletContext().getAttribute(HeadgateListener.ATTRIBUTE);
        try (ClassicHttpResponse answer = headgate.execute("orders", new HttpGet("/orders"))) {
            response.setStatus(answer.getCode());
            for (String told : List.of("Age", "Cache-Status", "Proxy-Status")) {
                Header header = answer.getFirstHeader(told);
                if (header != null) {
                    response.setHeader(told, header.getValue());
                }
            }
            if (answer.getEntity() != null) {
                response.setContentType(answer.getEntity().getContentType());
                answer.getEntity().writeTo(response.getOutputStream());
            }
        }
    }
}
