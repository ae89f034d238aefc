package io.github.headgate.upstream;

import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;

/**
 * Whom an upstream is trusted as and who we are to it, as somebody else has read it. Immutable.
 *
 * @param keyManagers have our certificates; none if there are none
 * @param trustManagers decide whom to trust; none for the JVM's own trusted certificates
 * @param contextProtocol the name of the SSL context, {@code TLS} as a rule
 * @param protocols that are spoken, such as {@code TLSv1.3}; none for the usual ones
 * @param ciphers the cipher suites; none for the usual ones
 */
public record TlsBundle(
        List<KeyManager> keyManagers,
        List<TrustManager> trustManagers,
        String contextProtocol,
        List<String> protocols,
        List<String> ciphers) {
    /** Copies of the lists are kept. */
    public TlsBundle {
        keyManagers = List.copyOf(keyManagers);
        trustManagers = List.copyOf(trustManagers);
        protocols = List.copyOf(protocols);
        ciphers = List.copyOf(ciphers);
    }

    /** A bundle with the usual protocols and cipher suites. */
    public TlsBundle(List<KeyManager> keyManagers, List<TrustManager> trustManagers) {
        this(keyManagers, trustManagers, "TLS", List.of(), List.of());
    }
}
