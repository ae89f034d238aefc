package io.github.headgate.contract;

import io.github.headgate.Headgate;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.answer.Fallback;
import io.github.headgate.servlet.InboundFilter;
import io.github.headgate.servlet.InboundSettings;
import io.github.headgate.servlet.UpstreamFailureFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A filter around servlets that fail. */
final class ContractApplication implements ServletContainerInitializer {
    private static final AnswerSettings SETTINGS = AnswerSettings.defaults()
            .withFallback(
                    Fallback.text("text/plain;charset=utf-8", "sorry, text").forPath("/text"))
            .withFallback(Fallback.forward("/sorry").forPath("/forward"))
            .withFallback(Fallback.forward("/no/such/path").forPath("/nowhere"))
            .withFallback(Fallback.forward("/fail").forPath("/fails"));

    private final Headgate headgate;
    private final InboundFilter inbound =
            new InboundFilter(InboundSettings.OFF.withMaxInFlight(1000).withDeadline(Duration.ofSeconds(20)), SETTINGS);

    ContractApplication(Headgate headgate) {
        this.headgate = headgate;
    }

    InboundFilter inbound() {
        return inbound;
    }

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) {
        FilterRegistration.Dynamic guard = context.addFilter("inbound", inbound);
        guard.setAsyncSupported(true);
        guard.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), false, "/*");
        FilterRegistration.Dynamic filter = context.addFilter("headgate", new UpstreamFailureFilter(SETTINGS));
        filter.setAsyncSupported(true);
        filter.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), false, "/*");
        add(context, "/fail", new FailingServlet());
        add(context, "/text", new FailingServlet());
        add(context, "/forward", new FailingServlet());
        add(context, "/nowhere", new FailingServlet());
        add(context, "/fails", new FailingServlet());
        add(context, "/sorry", new SorryServlet());
        add(context, "/call", new CallingServlet(headgate));
    }

    private static void add(ServletContext context, String path, Servlet servlet) {
        ServletRegistration.Dynamic registered = context.addServlet(path.substring(1), servlet);
        registered.setAsyncSupported(true);
        registered.addMapping(path);
    }
}
