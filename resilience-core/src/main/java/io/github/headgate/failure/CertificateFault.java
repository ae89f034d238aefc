package io.github.headgate.failure;

import java.io.Serializable;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is wrong with which certificate of an upstream: for logs, health and diagnosis, never for the caller. The texts are the
 * peer's; they are cut to a reasonable length, and no character in them ends or forges a line. Immutable.
 *
 * @param reason why it was refused
 * @param subject whose it is, as RFC 2253 writes names
 * @param issuer who signed it, as RFC 2253 writes names
 * @param notBefore when it becomes valid
 * @param notAfter when it expires
 * @param names the host names and IP addresses that it is for; not all if there are many
 */
@SuppressWarnings("serial") // the list is immutable and serializable, though its type does not say so
public record CertificateFault(
        Reason reason, String subject, String issuer, Instant notBefore, Instant notAfter, List<String> names)
        implements Serializable {
    private static final int MAX_NAME_LENGTH = 200;
    private static final int MAX_NAMES = 10;
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    /** Why a certificate was refused. */
    public enum Reason {
        /** Its time is over. */
        EXPIRED,
        /** Its time has not come; or our clock is wrong. */
        NOT_YET_VALID,
        /** It is for other hosts than the one that showed it. */
        WRONG_NAME,
        /** No certificate that we trust leads to it. */
        UNTRUSTED_ISSUER,
        /** Its issuer has taken it back. */
        REVOKED,
        /** Anything else, such as a weak algorithm; the cause of the failure says it. */
        OTHER
    }

    /** Cuts the texts to length, and puts a question mark for what would forge a line. */
    public CertificateFault {
        subject = bounded(subject);
        issuer = bounded(issuer);
        List<String> first =
                names.stream().limit(MAX_NAMES).map(CertificateFault::bounded).toList();
        int left = names.size() - first.size();
        names = left == 0
                ? first
                : Stream.concat(first.stream(), Stream.of(left + " more")).toList();
    }

    /** The fault of this certificate. */
    public static CertificateFault of(X509Certificate certificate, Reason reason) {
        return new CertificateFault(
                reason,
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                names(certificate));
    }

    private static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name ->
                                    name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static String bounded(String text) {
        String cut = text.length() > MAX_NAME_LENGTH ? text.substring(0, MAX_NAME_LENGTH) + "…" : text;
        return cut.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\u0080-\\u009f\\u2028\\u2029]", "?");
    }

    /** A sentence, for example {@code expired on 2026-11-20T00:00:00Z: CN=orders, issued by CN=Internal CA, valid …}. */
    @Override
    public String toString() {
        String wrong =
                switch (reason) {
                    case EXPIRED -> "expired on " + notAfter;
                    case NOT_YET_VALID -> "not valid before " + notBefore;
                    case WRONG_NAME -> "not for this host";
                    case UNTRUSTED_ISSUER -> "issuer not trusted";
                    case REVOKED -> "revoked by its issuer";
                    case OTHER -> "not accepted";
                };
        String by = subject.equals(issuer) ? "itself" : issuer;
        String hosts = names.isEmpty() ? "no host" : String.join(", ", names);
        return wrong + ": " + subject + ", issued by " + by + ", valid " + notBefore + " to " + notAfter + ", for "
                + hosts;
    }
}
