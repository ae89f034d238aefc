package io.github.headgate.failure;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What TLS knows of a failure, found in the chain of its causes. Pure. */
final class TlsDetail {
    private static final int MAX_DEPTH = 32;
    /* The JDK names the alert in its message only. */
    private static final Pattern ALERT = Pattern.compile("Received fatal alert: ([a-z0-9_]{1,40})");

    private TlsDetail() {}

    static Optional<CertificateFault> certificate(@Nullable Throwable thrown) {
        return first(
                thrown,
                cause -> cause instanceof CertificateFaultException refused
                        ? Optional.of(refused.fault())
                        : Optional.empty());
    }

    static Optional<String> alert(@Nullable Throwable thrown) {
        return first(thrown, TlsDetail::alertOf);
    }

    private static Optional<String> alertOf(Throwable thrown) {
        if (!(thrown instanceof SSLException) || thrown.getMessage() == null) {
            return Optional.empty();
        }
        Matcher alert = ALERT.matcher(thrown.getMessage());
        return alert.find() ? Optional.of(alert.group(1)) : Optional.empty();
    }

    private static <T> Optional<T> first(@Nullable Throwable thrown, Function<Throwable, Optional<T>> detail) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++, cause = cause.getCause()) {
            Optional<T> found = detail.apply(cause);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
