package io.github.headgate;

import io.github.headgate.failure.CertificateFaultException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Trusts whom another trust manager trusts, and says of which certificate what is wrong. Thread-safe if the other is. */
final class ExplainedTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager decides;

    private ExplainedTrust(X509ExtendedTrustManager decides) {
        this.decides = decides;
    }

    /** Those that trust the certificates of this store; of the JVM's own if null. */
    static TrustManager[] of(@Nullable KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return explained(List.of(factory.getTrustManagers()));
    }

    /** Those that trust whom these trust. */
    static TrustManager[] explained(List<TrustManager> managers) {
        return managers.stream()
                .map(manager -> manager instanceof X509ExtendedTrustManager known ? new ExplainedTrust(known) : manager)
                .toArray(TrustManager[]::new);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        try {
            decides.checkServerTrusted(chain, authType, socket);
        } catch (CertificateException e) {
            throw explained(chain, authType, e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            decides.checkServerTrusted(chain, authType, engine);
        } catch (CertificateException e) {
            throw explained(chain, authType, e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        try {
            decides.checkServerTrusted(chain, authType);
        } catch (CertificateException e) {
            throw explained(chain, authType, e);
        }
    }

    private CertificateFaultException explained(X509Certificate[] chain, String authType, CertificateException thrown) {
        return new CertificateFaultException(
                CertificateDiagnosis.of(chain, thrown, () -> isTrustedWithoutItsName(chain, authType)), thrown);
    }

    /* The check that knows no connection looks at no name; the JDK tells by its message only that the name was it. */
    private boolean isTrustedWithoutItsName(X509Certificate[] chain, String authType) {
        try {
            decides.checkServerTrusted(chain, authType);
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        decides.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        decides.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        decides.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return decides.getAcceptedIssuers();
    }
}
