package io.github.headgate.servlet;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The caller has left while the call for it was under way, and the call was cancelled; never a failure of an upstream. */
final class CallerLeftException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What the log of the container shows, as nginx writes it; nobody gets it. */
    static final int STATUS = 499;

    /**
     * @param thrown what the call ended with; null if it was answered at that very moment
     */
    CallerLeftException(@Nullable IOException thrown) {
        super("the caller has left, and the call was cancelled", thrown);
    }
}
