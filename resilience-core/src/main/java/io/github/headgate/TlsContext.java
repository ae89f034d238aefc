package io.github.headgate;

import io.github.headgate.upstream.TlsBundle;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What a handshake is made with. Immutable.
 *
 * @param protocols that are spoken; empty for the usual ones
 * @param ciphers the cipher suites; empty for the usual ones
 */
record TlsContext(SSLContext context, List<String> protocols, List<String> ciphers) {
    /** With the usual protocols and cipher suites. */
    static TlsContext of(KeyManager @Nullable [] keys, TrustManager[] explained) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, explained, null);
        return new TlsContext(context, List.of(), List.of());
    }

    static TlsContext of(TlsBundle bundle) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance(bundle.contextProtocol());
        context.init(
                bundle.keyManagers().toArray(KeyManager[]::new),
                bundle.trustManagers().isEmpty()
                        ? ExplainedTrust.of(null)
                        : ExplainedTrust.explained(bundle.trustManagers()),
                null);
        return new TlsContext(context, bundle.protocols(), bundle.ciphers());
    }
}
