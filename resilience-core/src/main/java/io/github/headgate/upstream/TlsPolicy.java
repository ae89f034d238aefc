package io.github.headgate.upstream;

/**
 * Whom an upstream's TLS endpoints are trusted as, and who we are to them. Immutable.
 *
 * @param trustCertificates PEM file with the certificates to trust; empty for the JVM's own
 * @param clientCertificate PEM file with our certificate chain; empty for none
 * @param clientKey PEM file with our private key (PKCS #8, not encrypted); empty for none
 * @param sslBundle the name of a bundle that has the certificates, in place of files; empty for none
 * @param verifyHost whether the certificate must be for the endpoint's host
 * @param requireCloseNotify whether a body that ends with its connection is whole only if the connection was closed in TLS
 *     too, by {@code close_notify} (RFC 9112 §9.8)
 */
public record TlsPolicy(
        String trustCertificates,
        String clientCertificate,
        String clientKey,
        String sslBundle,
        boolean verifyHost,
        boolean requireCloseNotify) {
    /** The JVM's own trusted certificates, no client certificate, the host is verified. */
    public static final TlsPolicy DEFAULT = new TlsPolicy("", "", "", true);

    /** A policy that requires {@code close_notify}. */
    public TlsPolicy(String trustCertificates, String clientCertificate, String clientKey, boolean verifyHost) {
        this(trustCertificates, clientCertificate, clientKey, "", verifyHost, true);
    }

    /** The same policy with the certificates of this bundle, in place of files. */
    public TlsPolicy withSslBundle(String name) {
        return new TlsPolicy("", "", "", name, verifyHost, requireCloseNotify);
    }
}
