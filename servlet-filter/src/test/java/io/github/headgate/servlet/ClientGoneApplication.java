package io.github.headgate.servlet;

import io.github.headgate.Headgate;
import io.github.headgate.answer.AnswerSettings;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Proxies for each setting: below {@code /watching} with a thread that looks, below {@code /by-hand} looking when they are told to. */
final class ClientGoneApplication implements ServletContainerInitializer {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofHours(1);

    private final BlockingQueue<HttpServletRequest> seen = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> statuses = new LinkedBlockingQueue<>();
    private final Map<String, UpstreamProxyServlet> proxies = new ConcurrentHashMap<>();

    ClientGoneApplication(Headgate headgate) {
        for (ClientGone setting : ClientGone.values()) {
            String path = "/" + setting.name().toLowerCase(Locale.ROOT).replace('_', '-');
            proxies.put("/watching" + path, proxy(headgate, setting, SHORT));
            proxies.put("/by-hand" + path, proxy(headgate, setting, NEVER));
        }
    }

    private static UpstreamProxyServlet proxy(Headgate headgate, ClientGone setting, Duration period) {
        return new UpstreamProxyServlet(
                headgate::execute,
                UpstreamAuthorities.of(headgate),
                ProxySettings.of(List.of(Route.of("/**", "orders"))).withClientGone(setting),
                new FailureResponder(AnswerSettings.defaults()),
                period);
    }

    UpstreamProxyServlet watching(String path) {
        return Objects.requireNonNull(proxies.get("/watching" + path));
    }

    UpstreamProxyServlet byHand(String path) {
        return Objects.requireNonNull(proxies.get("/by-hand" + path));
    }

    /** The requests that came, as the container made them. */
    BlockingQueue<HttpServletRequest> seen() {
        return seen;
    }

    /** The statuses that were set, in the order in which requests ended. */
    BlockingQueue<Integer> statuses() {
        return statuses;
    }

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        context.addFilter("observer", new Observer())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
        proxies.forEach((path, proxy) ->
                context.addServlet(path.replace('/', '-'), proxy).addMapping(path + "/*"));
    }

    /** Sees requests and statuses as metrics would; wraps the request as others do. */
    private final class Observer implements Filter {
        @Override
        public void init(FilterConfig config) {}

        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            HttpServletRequest own = (HttpServletRequest) request;
            seen.add(own);
            chain.doFilter(new HttpServletRequestWrapper(new HttpServletRequestWrapper(own)), response);
            statuses.add(((HttpServletResponse) response).getStatus());
        }

        @Override
        public void destroy() {}
    }
}
