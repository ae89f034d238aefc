package io.github.headgate.failure;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;

/** The certificate of an upstream was refused. Its message is for logs, never for the caller. Immutable; serializable. */
public final class CertificateFaultException extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final CertificateFault fault;

    /**
     * @param fault what is wrong with it
     * @param thrown by the check that refused it
     */
    public CertificateFaultException(CertificateFault fault, CertificateException thrown) {
        super(fault.toString(), revealing(thrown));
        this.fault = fault;
        if (getCause() != thrown) {
            addSuppressed(thrown);
        }
    }

    /* The JDK looks one cause deep to choose the alert that the peer gets. */
    private static Throwable revealing(CertificateException thrown) {
        return thrown.getCause() instanceof CertPathValidatorException invalid ? invalid : thrown;
    }

    /** What is wrong with it. */
    public CertificateFault fault() {
        return fault;
    }
}
