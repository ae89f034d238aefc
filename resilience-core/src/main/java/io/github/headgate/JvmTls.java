package io.github.headgate;

import java.security.GeneralSecurityException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The SSL context of all upstreams without PEM files: it trusts whom the JVM trusts. Made when first asked for. Thread-safe. */
final class JvmTls implements Supplier<SSLContext> {
    private @Nullable SSLContext context;

    @Override
    public synchronized SSLContext get() {
        SSLContext made = context;
        if (made == null) {
            made = make();
            context = made;
        }
        return made;
    }

    private static SSLContext make() {
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(null, ExplainedTrust.of(null), null);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JVM's own trusted certificates are unusable", e);
        }
    }
}
