package io.github.headgate.spring;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;
import org.springframework.web.util.ServletRequestPathUtils;

/** The handlers of Spring MVC: controllers, functional routes, actuator endpoints; not static resources. Thread-safe. */
final class OwnHandlers {
    private final SingletonSupplier<List<HandlerMapping>> mappings;

    OwnHandlers(ObjectProvider<HandlerMapping> mappings) {
        this.mappings = SingletonSupplier.of(() -> mappings.orderedStream()
                .filter(mapping -> !isOfStaticResources(mapping))
                .toList());
    }

    /** Whether a handler wants this request, if only to refuse its method. Leaves no trace on the request. */
    boolean want(HttpServletRequest request) {
        ProbedRequest probed = new ProbedRequest(request);
        ServletRequestPathUtils.parseAndCache(probed);
        return mappings.obtain().stream().anyMatch(mapping -> wants(mapping, probed));
    }

    /* By the mapping and not by what it returns: a CORS preflight gets another handler. */
    private static boolean isOfStaticResources(HandlerMapping mapping) {
        return mapping instanceof AbstractUrlHandlerMapping urls
                && !urls.getHandlerMap().isEmpty()
                && urls.getHandlerMap().values().stream().allMatch(ResourceHttpRequestHandler.class::isInstance);
    }

    private static boolean wants(HandlerMapping mapping, HttpServletRequest request) {
        try {
            return mapping.getHandler(request) != null;
        } catch (Exception e) {
            // wrong method or media type for a path that is the application's: Spring MVC tells the caller so
            return true;
        }
    }
}
