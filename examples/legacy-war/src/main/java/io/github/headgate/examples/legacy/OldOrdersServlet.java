package io.github.headgate.examples.legacy;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Objects;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Shows what the orders service says, asked as it was always asked. */
public final class OldOrdersServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String VARIABLE = "ORDERS_URL";
    private static final int TIMEOUT_MS = 2000;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String base = Objects.requireNonNullElse(
                System.getenv(VARIABLE), System.getProperty(VARIABLE, "http://localhost:9000"));
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(base + "/orders").toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MS);
        connection.setReadTimeout(TIMEOUT_MS);
        try (InputStream body = connection.getInputStream()) {
            response.setContentType(connection.getContentType());
            body.transferTo(response.getOutputStream());
        }
    }
}
