package io.github.headgate.spring;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows a server the certificate of one alias. The key managers of Spring Boot heed the alias of a bundle on the side of the server
 * only, and as a client show any. Thread-safe if the other is.
 */
final class AliasedKeyManager extends X509ExtendedKeyManager {
    private final X509ExtendedKeyManager keys;
    private final String alias;

    private AliasedKeyManager(X509ExtendedKeyManager keys, String alias) {
        this.keys = keys;
        this.alias = alias;
    }

    /**
     * The key manager that shows the certificate of this alias.
     *
     * @param alias null for any
     */
    static KeyManager of(KeyManager keys, @Nullable String alias) {
        return alias != null && keys instanceof X509ExtendedKeyManager known
                ? new AliasedKeyManager(known, alias)
                : keys;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias;
    }

    @Override
    public String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return keys.getClientAliases(keyType, issuers);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return keys.getServerAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return keys.chooseServerAlias(keyType, issuers, socket);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String of) {
        return keys.getCertificateChain(of);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String of) {
        return keys.getPrivateKey(of);
    }
}
