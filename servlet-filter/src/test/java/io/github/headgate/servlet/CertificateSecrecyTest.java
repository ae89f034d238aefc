package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.Headgate;
import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.testing.Fault;
import io.github.headgate.testing.FaultyTls;
import io.github.headgate.testing.TestUpstream;
import io.github.headgate.upstream.TlsPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a certificate is for the log, and not for the caller, whatever else the caller is told. */
class CertificateSecrecyTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "TLS_EXPIRED, application/problem+json, false",
        "TLS_EXPIRED, text/html, false",
        "TLS_EXPIRED, text/plain, false",
        "TLS_WRONG_NAME, application/problem+json, true",
        "TLS_UNTRUSTED, application/problem+json, true"
    })
    void theCallerIsNotToldWhoseCertificateItIs(Fault fault, String accept, boolean exposesDetails) throws Exception {
        String authority = Files.writeString(directory.resolve("authority.pem"), FaultyTls.authorityPem())
                .toString();
        AnswerSettings settings =
                exposesDetails ? AnswerSettings.defaults().withDetailsExposed() : AnswerSettings.defaults();
        try (TestUpstream upstream = fault.open();
                LogCapture log = LogCapture.of("io.github.headgate.failures");
                Headgate headgate = Headgate.builder()
                        .upstream("orders", orders -> orders.endpoints(upstream.url())
                                .tls(new TlsPolicy(authority, "", "", true)))
                        .build();
                TestContainer container = new TestContainer()
                        .filter(new UpstreamFailureFilter(settings))
                        .servlet("/*", new UpstreamProxyServlet(headgate, List.of(Route.of("/**", "orders")), settings))
                        .start();
                RawClient client = new RawClient(container.port())) {
            client.send("GET / HTTP/1.1\nHost: h\nConnection: close\nAccept: " + accept + "\n\n", "");
            RawResponse response = client.readAll();

            assertThat(response.status()).isEqualTo(502);
            assertThat(response.text())
                    .contains("tls_certificate_error")
                    .doesNotContain("CN=", "issued by", "valid 20");
            assertThat(LogCapture.value(log.warnings().get(0), "tls")).contains("CN=", ", issued by CN=");
        }
    }
}
