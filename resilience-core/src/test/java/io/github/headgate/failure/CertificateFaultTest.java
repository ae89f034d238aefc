package io.github.headgate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.failure.CertificateFault.Reason;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class CertificateFaultTest {
    private static final Instant FROM = Instant.parse("2025-11-20T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-20T00:00:00Z");

    private static CertificateFault fault(Reason reason, String subject, List<String> names) {
        return new CertificateFault(reason, subject, "CN=Internal CA", FROM, TO, names);
    }

    private static CertificateFaultException thrown(CertificateException by) {
        return new CertificateFaultException(fault(Reason.EXPIRED, "CN=orders", List.of()), by);
    }

    @Test
    void givenAFault_thenItIsASentenceForThePersonOnCall() {
        assertThat(fault(Reason.EXPIRED, "CN=orders", List.of("orders.internal", "10.0.0.11")))
                .hasToString("expired on 2026-11-20T00:00:00Z: CN=orders, issued by CN=Internal CA, "
                        + "valid 2025-11-20T00:00:00Z to 2026-11-20T00:00:00Z, for orders.internal, 10.0.0.11");
    }

    @Test
    void givenTextsThatForgeLines_thenTheyDoNot() {
        CertificateFault fault = fault(
                Reason.OTHER, "CN=a\r\nWARN\u0000\u0085\u2028\u202e\u200b\ud800b", List.of("a\nb", "c\u001b[31m"));
        assertThat(fault.subject()).isEqualTo("CN=a??WARN??????b");
        assertThat(fault.names()).containsExactly("a?b", "c?[31m");
    }

    @Test
    void givenTextsWithoutEnd_thenTheyAreCut() {
        CertificateFault fault = fault(Reason.OTHER, "x".repeat(100_000), Collections.nCopies(5000, "y".repeat(5000)));
        assertThat(fault.subject()).hasSize(201).endsWith("x…");
        assertThat(fault.names()).hasSize(11).endsWith("4990 more");
        assertThat(fault.toString()).hasSizeLessThan(3000);
    }

    @Test
    void givenAFaultDeepInTheCauses_thenTheFailureHasIt() {
        SSLHandshakeException handshake = new SSLHandshakeException("refused");
        CertificateFaultException refused = thrown(new CertificateException("expired"));
        handshake.initCause(refused);
        Failure failure =
                FailureClassifier.classify(handshake, ExchangePhase.CONNECTING).orElseThrow();
        assertThat(failure.type()).isEqualTo(FailureType.TLS_CERTIFICATE_ERROR);
        assertThat(failure.certificate()).contains(refused.fault());
        assertThat(failure.tlsDetail()).contains("certificate " + refused.fault());
        assertThat(failure.tlsAlert()).isEmpty();
    }

    @Test
    void givenWhatTheCheckThrew_thenTheCauseIsWhatTheJdkChoosesItsAlertByAndNothingIsLost() {
        CertPathValidatorException invalid = new CertPathValidatorException("revoked");
        CertificateException check = new CertificateException("PKIX path validation failed", invalid);
        assertThat(thrown(check)).hasCause(invalid).hasSuppressedException(check);
        CertificateException plain = new CertificateException("no name matches");
        assertThat(thrown(plain)).hasCause(plain).hasNoSuppressedExceptions();
    }

    @Test
    void givenAnAlert_thenTheFailureHasItsName() {
        // as JDK 17 and JDK 25 write it
        for (String message : List.of(
                "Received fatal alert: certificate_required",
                "(certificate_required) Received fatal alert: certificate_required")) {
            Failure failure =
                    Failure.of(FailureType.TLS_ALERT_RECEIVED, ExchangePhase.EXCHANGING, new SSLException(message));
            assertThat(failure.tlsAlert()).contains("certificate_required");
            assertThat(failure.tlsDetail()).contains("alert certificate_required");
        }
    }

    @Test
    void givenAFailureOfAnotherKind_thenTlsHasNothingToSay() {
        assertThat(Failure.of(FailureType.CONNECTION_REFUSED).tlsDetail()).isEmpty();
    }
}
