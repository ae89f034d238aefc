package io.github.headgate.webapp;

import io.github.headgate.servlet.UpstreamProxyServlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@link UpstreamProxyServlet} for {@code web.xml}, with the routes of {@code headgate.proxy.routes}; needs
 * {@link HeadgateListener}. Map it to the paths of its routes, which begin below the path of the web application. Thread-safe.
 */
public final class HeadgateProxyServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private transient @Nullable UpstreamProxyServlet proxy;

    /** For {@code web.xml}. */
    public HeadgateProxyServlet() {}

    /**
     * Takes its settings from the listener.
     *
     * @throws ServletException if there is no listener, or there is no route
     */
    @Override
    public void init(ServletConfig config) throws ServletException {
        super.init(config);
        WebApplication application = WebApplication.of(config.getServletContext(), this);
        if (application.settings().proxy().routes().isEmpty()) {
            throw new ServletException(
                    "the servlet " + config.getServletName()
                            + " has nothing to do (expected: headgate.proxy.routes[0].path and headgate.proxy.routes[0].upstream)");
        }
        UpstreamProxyServlet made = new UpstreamProxyServlet(
                application.headgate(), application.settings().proxy(), application.responder());
        made.init(config);
        proxy = made;
    }

    @Override
    public void destroy() {
        if (proxy != null) {
            proxy.destroy();
        }
    }

    @Override
    public void service(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        Objects.requireNonNull(proxy, "init").service(request, response);
    }
}
