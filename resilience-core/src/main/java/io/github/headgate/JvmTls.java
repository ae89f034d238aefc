package io.github.headgate;

import java.security.GeneralSecurityException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The SSL context of all upstreams without PEM files: it trusts whom the JVM trusts. Made when first asked for. Thread-safe. */
final class JvmTls implements Supplier<TlsContext> {
    private @Nullable TlsContext context;

    @Override
    public synchronized TlsContext get() {
        TlsContext made = context;
        if (made == null) {
            made = make();
            context = made;
        }
        return made;
    }

    private static TlsContext make() {
        try {
            return TlsContext.of(null, ExplainedTrust.of(null));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JVM's own trusted certificates are unusable", e);
        }
    }
}
