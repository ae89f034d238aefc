package io.github.headgate;

import io.github.headgate.settings.Problem;
import io.github.headgate.upstream.TlsPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes an SSL context of PEM files. What is wrong with a file is reported, not thrown. Not thread-safe. */
final class TlsFiles {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "Ed25519");
    private static final char[] NO_PASSWORD = new char[0];

    private final String path;
    private final Collection<Problem> problems;

    /**
     * @param path what stands before the keys in messages, for example {@code headgate.upstreams.orders}
     * @param problems what is wrong is added here
     */
    TlsFiles(String path, Collection<Problem> problems) {
        this.path = path;
        this.problems = problems;
    }

    /** The context for these files; null if none are set, or if one is unusable. */
    @Nullable
    TlsContext context(TlsPolicy tls) {
        if (tls.trustCertificates().isEmpty() && tls.clientCertificate().isEmpty()) {
            return null;
        }
        int before = problems.size();
        Collection<? extends Certificate> trusted = certificates("trust-certificates", tls.trustCertificates());
        Collection<? extends Certificate> own = certificates("client-certificate", tls.clientCertificate());
        PrivateKey key = key(tls.clientKey());
        if (problems.size() > before) {
            return null;
        }
        try {
            return TlsContext.of(
                    key == null ? null : keys(key, own).getKeyManagers(),
                    ExplainedTrust.of(trusted.isEmpty() ? null : store(trusted)));
        } catch (GeneralSecurityException | IOException e) {
            problem(
                    "client-certificate",
                    tls.clientCertificate(),
                    "a certificate chain and its key: " + e.getMessage());
            return null;
        }
    }

    private Collection<? extends Certificate> certificates(String key, String file) {
        if (file.isEmpty()) {
            return List.of();
        }
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (all.isEmpty()) {
                problem(key, file, "a PEM file with at least one certificate");
            }
            return all;
        } catch (IOException e) {
            problem(key, file, "a readable PEM file");
        } catch (CertificateException e) {
            problem(key, file, "a PEM file with certificates");
        }
        return List.of();
    }

    private @Nullable PrivateKey key(String file) {
        if (file.isEmpty()) {
            return null;
        }
        try {
            Matcher pem = PRIVATE_KEY.matcher(Files.readString(Path.of(file)));
            if (pem.find()) {
                return key(Base64.getMimeDecoder().decode(pem.group(1)));
            }
            problem("client-key", file, "a PEM file with a PKCS #8 private key that is not encrypted");
        } catch (IOException e) {
            problem("client-key", file, "a readable PEM file");
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            problem("client-key", file, "a PKCS #8 private key: one of " + String.join(", ", KEY_ALGORITHMS));
        }
        return null;
    }

    private static PrivateKey key(byte[] encoded) throws GeneralSecurityException {
        InvalidKeySpecException ofAnotherAlgorithm = new InvalidKeySpecException();
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (InvalidKeySpecException e) {
                ofAnotherAlgorithm.addSuppressed(e);
            }
        }
        throw ofAnotherAlgorithm;
    }

    private static KeyManagerFactory keys(PrivateKey key, Collection<? extends Certificate> chain)
            throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory;
    }

    private static KeyStore store(Collection<? extends Certificate> certificates)
            throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        int number = 0;
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("trusted-" + number++, certificate);
        }
        return store;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, NO_PASSWORD);
        return store;
    }

    private void problem(String key, String value, String expected) {
        problems.add(new Problem(path + ".tls." + key, value, expected));
    }
}
