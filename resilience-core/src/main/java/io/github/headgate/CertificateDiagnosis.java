package io.github.headgate;

import io.github.headgate.failure.CertificateFault;
import io.github.headgate.failure.CertificateFault.Reason;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateRevokedException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Tells which certificate of a chain was refused, and why. Pure. */
final class CertificateDiagnosis {
    private static final int MAX_DEPTH = 32;

    private CertificateDiagnosis() {}

    /**
     * @param chain what the peer has shown, its own certificate first
     * @param thrown by the check
     * @param isTrustedWithoutItsName asked only if nothing else explains it
     */
    static CertificateFault of(
            X509Certificate[] chain, CertificateException thrown, BooleanSupplier isTrustedWithoutItsName) {
        X509Certificate certificate = chain[0];
        Reason reason = null;
        boolean isChainFault = false;
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++, cause = cause.getCause()) {
            if (cause instanceof CertPathValidatorException invalid) {
                isChainFault = true;
                certificate = concerned(invalid, certificate);
            }
            reason = reason == null ? reason(cause) : reason;
        }
        if (reason == null) {
            reason = !isChainFault && isTrustedWithoutItsName.getAsBoolean() ? Reason.WRONG_NAME : Reason.OTHER;
        }
        return CertificateFault.of(certificate, reason);
    }

    private static @Nullable Reason reason(Throwable cause) {
        if (cause instanceof CertificateExpiredException) {
            return Reason.EXPIRED;
        }
        if (cause instanceof CertificateNotYetValidException) {
            return Reason.NOT_YET_VALID;
        }
        if (cause instanceof CertificateRevokedException) {
            return Reason.REVOKED;
        }
        boolean leadsNowhere = cause instanceof CertPathBuilderException
                || (cause instanceof CertPathValidatorException invalid
                        && invalid.getReason() == PKIXReason.NO_TRUST_ANCHOR);
        return leadsNowhere ? Reason.UNTRUSTED_ISSUER : null;
    }

    /* What has expired may be an intermediate certificate. */
    private static X509Certificate concerned(CertPathValidatorException invalid, X509Certificate otherwise) {
        if (invalid.getCertPath() == null || invalid.getIndex() < 0) {
            return otherwise;
        }
        List<? extends Certificate> path = invalid.getCertPath().getCertificates();
        return path.get(invalid.getIndex()) instanceof X509Certificate known ? known : otherwise;
    }
}
