package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.headgate.answer.CallerRequest;
import io.github.headgate.failure.AttemptReport;
import io.github.headgate.failure.CertificateFault;
import io.github.headgate.failure.CertificateFaultException;
import io.github.headgate.failure.ExchangePhase;
import io.github.headgate.failure.Failure;
import io.github.headgate.failure.FailureType;
import io.github.headgate.failure.UpstreamException;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailureLogTest {
    private static final Failure REFUSED = Failure.of(FailureType.CONNECTION_REFUSED);

    private final AtomicLong now = new AtomicLong();
    private final FailureLog log = new FailureLog(now::get);

    @Test
    void oneLineTellsWhatFailedWhereWhyAndWhatToCheckFirst() {
        AttemptReport first =
                new AttemptReport(1, "http://10.0.0.11:8080", Duration.ZERO, Duration.ofMillis(3), REFUSED, 0);
        AttemptReport second =
                new AttemptReport(2, "http://10.0.0.12:8080", Duration.ofMillis(30), Duration.ofMillis(7), REFUSED, 0);

        ILoggingEvent line = logged(FailedCall.of(new UpstreamException(
                "orders",
                REFUSED,
                List.of(first, second),
                Duration.ofMillis(41),
                "orders: no attempt left after 2 of 2 in 41 ms")));

        assertThat(line.getKeyValuePairs().stream().map(pair -> pair.key + "=" + pair.value))
                .containsExactly(
                        "upstream=orders",
                        "failure=connection_refused",
                        "endpoint=http://10.0.0.12:8080",
                        "attempts=[#1 http://10.0.0.11:8080 connection_refused in 3 ms, "
                                + "#2 http://10.0.0.12:8080 connection_refused in 7 ms]",
                        "elapsedMillis=41",
                        "check=" + FailureType.CONNECTION_REFUSED.advice(),
                        "status=502",
                        "requestId=r-1",
                        "method=GET",
                        "path=/x");
        assertThat(line.getFormattedMessage())
                .isEqualTo("The upstream refused the connection (connection_refused): "
                        + "orders: no attempt left after 2 of 2 in 41 ms; "
                        + "check first: process crashed, not started, or wrong port: ss -tlnp on the endpoint");
        assertThat(line.getThrowableProxy()).isNull();
    }

    @Test
    void whatIsNotKnownIsNotThere() {
        ILoggingEvent line =
                logged(null, new FailedCall(null, REFUSED, List.of(), null, true, "refused", new IOException()));

        assertThat(line.getKeyValuePairs().stream().map(pair -> pair.key))
                .containsExactly("failure", "check", "requestId", "method", "path");
    }

    @Test
    void whatIsWrongWithACertificateIsToldInWords() {
        CertificateFault fault = new CertificateFault(
                CertificateFault.Reason.EXPIRED,
                "CN=orders\r\nWARN forged",
                "CN=Internal CA",
                Instant.parse("2025-11-20T00:00:00Z"),
                Instant.parse("2026-11-20T00:00:00Z"),
                List.of("orders.internal"));
        Failure expired = Failure.of(
                FailureType.TLS_CERTIFICATE_ERROR,
                ExchangePhase.CONNECTING,
                new CertificateFaultException(fault, new CertificateException("expired")));

        ILoggingEvent line =
                logged(FailedCall.of(new UpstreamException("orders", expired, List.of(), "orders: failed")));

        String sentence =
                "certificate expired on 2026-11-20T00:00:00Z: CN=orders??WARN forged, issued by CN=Internal CA, "
                        + "valid 2025-11-20T00:00:00Z to 2026-11-20T00:00:00Z, for orders.internal";
        assertThat(LogCapture.value(line, "tls")).isEqualTo(sentence);
        assertThat(line.getFormattedMessage()).contains(": orders: failed; " + sentence + "; check first: ");
    }

    @Test
    void aMessageThatQuotesAnUpstreamForgesNoLine() {
        ILoggingEvent line = logged(new FailedCall(
                "orders",
                REFUSED,
                List.of(),
                null,
                true,
                "{} garbage\r\nWARN forged" + "x".repeat(9000),
                new IOException()));

        assertThat(line.getFormattedMessage())
                .contains("{} garbage??WARN forged")
                .hasSizeLessThan(4500);
    }

    @Test
    void ourOwnFaultBringsItsStackTrace() {
        Failure bug = Failure.of(
                FailureType.PROXY_INTERNAL_ERROR, ExchangePhase.EXCHANGING, new IllegalStateException("bug"));

        ILoggingEvent line = logged(FailedCall.of(new UpstreamException("orders", bug, List.of(), "orders: bug")));

        assertThat(line.getThrowableProxy().getMessage()).isEqualTo("orders: bug");
    }

    @Test
    void repetitionsAreCountedAndToldByTheNextLine() {
        FailedCall refused = FailedCall.of(new UpstreamException("orders", REFUSED, List.of(), "orders: refused"));
        try (LogCapture capture = LogCapture.of("io.github.headgate.failures")) {
            log.failed(refused, asked("r-1"), 502);
            log.failed(refused, asked("r-2"), 502);
            log.failed(refused, asked("r-3"), 502);
            assertThat(capture.warnings()).hasSize(1);
            assertThat(capture.all()).hasSize(3);

            now.addAndGet(Duration.ofMillis(12_500).toNanos());
            log.failed(refused, asked("r-4"), 502);

            assertThat(capture.warnings()).hasSize(2);
            ILoggingEvent line = capture.warnings().get(1);
            assertThat(LogCapture.value(line, "requestId")).isEqualTo("r-4");
            assertThat(LogCapture.value(line, "notLogged")).isEqualTo("2");
            assertThat(LogCapture.value(line, "notLoggedMillis")).isEqualTo("12500");
            assertThat(line.getFormattedMessage())
                    .contains("orders: refused; check first: ")
                    .endsWith("; 2 more like it, not logged, in the last 12500 ms");
        }
    }

    @Test
    void howLongACallTookIsToldEvenIfItMadeNoAttempt() {
        Failure unavailable = Failure.of(FailureType.DESTINATION_UNAVAILABLE);

        ILoggingEvent line = logged(
                FailedCall.of(new UpstreamException("orders", unavailable, List.of(), Duration.ZERO, "orders: none")));

        assertThat(LogCapture.value(line, "elapsedMillis")).isEqualTo("0");
        assertThat(LogCapture.value(line, "attempts")).isEmpty();
    }

    @Test
    void theTraceIsThatOfTheAnswer() {
        try (LogCapture capture = LogCapture.of("io.github.headgate.failures")) {
            FailedCall call = FailedCall.of(new UpstreamException("orders", REFUSED, List.of(), "refused"));
            log.failed(call, new CallerRequest("GET", "/x", null, "r-1", "0af7"), 502);
            assertThat(LogCapture.value(capture.warnings().get(0), "traceId")).isEqualTo("0af7");
        }
    }

    private static CallerRequest asked(String requestId) {
        return new CallerRequest("GET", "/x", null, requestId);
    }

    private ILoggingEvent logged(FailedCall call) {
        return logged(502, call);
    }

    private ILoggingEvent logged(@Nullable Integer status, FailedCall call) {
        try (LogCapture capture = LogCapture.of("io.github.headgate.failures")) {
            log.failed(call, asked("r-1"), status);
            assertThat(capture.warnings()).hasSize(1);
            return capture.warnings().get(0);
        }
    }
}
