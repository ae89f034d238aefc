package io.github.headgate.answer;

import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id of each request: the caller's if it can be trusted in a log line, else a new one. Thread-safe. */
public final class RequestIds {
    /** The header that carries the id in both directions. */
    public static final String HEADER = "X-Request-Id";

    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private final Supplier<String> fresh;

    /**
     * @param fresh makes a new id, of letters, digits, dots, dashes and underscores; must be thread-safe
     */
    public RequestIds(Supplier<String> fresh) {
        this.fresh = fresh;
    }

    /** The inbound id if it is at most 128 letters, digits, dots, dashes and underscores; else a new one. */
    public String choose(@Nullable String inbound) {
        return inbound != null && SANE.matcher(inbound).matches() ? inbound : fresh.get();
    }
}
