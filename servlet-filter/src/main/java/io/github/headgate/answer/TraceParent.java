package io.github.headgate.answer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The header in which a caller says to which trace its request belongs (W3C Trace Context §3.2). Pure. */
public final class TraceParent {
    /** Its name. */
    public static final String HEADER = "traceparent";

    /* Whatever a later version adds comes after another dash. */
    private static final Pattern SYNTAX =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?<rest>-.*)?");

    private TraceParent() {}

    /** The id of the trace, 32 hexadecimal digits; null if there is no header or if it is not valid. */
    public static @Nullable String traceId(@Nullable String header) {
        if (header == null) {
            return null;
        }
        Matcher valid = SYNTAX.matcher(header);
        boolean isValid = valid.matches() && (valid.group("rest") == null || !header.startsWith("00"));
        return isValid ? valid.group(1) : null;
    }
}
