package io.github.headgate.retry;

import io.github.headgate.failure.Resend;
import java.util.Locale;
import java.util.Set;

/**
 * What a request is worth when it comes to sending it again. Immutable.
 *
 * @param isIdempotent whether doing it twice is the same as doing it once
 * @param hasBody whether the body, if any, can still be sent from its first byte on
 */
public record Replayability(boolean isIdempotent, boolean hasBody) {
    private static final Set<String> IDEMPOTENT_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    /** Whether the method is idempotent by RFC 9110 §9.2.2; methods are case-sensitive. */
    public static boolean isIdempotent(String method) {
        return IDEMPOTENT_METHODS.contains(method);
    }

    /** Whether a request that met a failure of this kind may be sent again. */
    public boolean permits(Resend resend) {
        return switch (resend) {
            case ANY, ELSEWHERE -> hasBody;
            case IDEMPOTENT -> isIdempotent && hasBody;
            case NEVER -> false;
        };
    }

    @Override
    public String toString() {
        String idempotent = isIdempotent ? "idempotent" : "not idempotent";
        return (hasBody ? idempotent : idempotent + ", body already sent").toLowerCase(Locale.ROOT);
    }
}
