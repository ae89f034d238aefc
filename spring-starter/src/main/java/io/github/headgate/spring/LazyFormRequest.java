package io.github.headgate.spring;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Enumeration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request whose form is read when its parameters are asked for, and not before. Used by one thread at a time. */
final class LazyFormRequest extends HttpServletRequestWrapper {
    private final Parser parser;

    @Nullable
    private HttpServletRequest parsed;

    /** Reads the form of a request. */
    @FunctionalInterface
    interface Parser {
        HttpServletRequest parse() throws ServletException, IOException;
    }

    LazyFormRequest(HttpServletRequest request, Parser parser) {
        super(request);
        this.parser = parser;
    }

    private HttpServletRequest parsed() {
        HttpServletRequest known = parsed;
        if (known == null) {
            try {
                known = parser.parse();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (ServletException e) {
                throw new IllegalStateException("reading a form throws no such thing", e);
            }
            parsed = known;
        }
        return known;
    }

    @Override
    public @Nullable String getParameter(String name) {
        return parsed().getParameter(name);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return parsed().getParameterMap();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return parsed().getParameterNames();
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return parsed().getParameterValues(name);
    }
}
