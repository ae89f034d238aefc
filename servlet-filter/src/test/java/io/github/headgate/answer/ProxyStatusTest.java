package io.github.headgate.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.failure.FailureType;
import org.junit.jupiter.api.Test;

class ProxyStatusTest {
    @Test
    void writesTokensWhereTheyAreValid() {
        assertThat(ProxyStatus.generated("headgate", FailureType.CONNECTION_REFUSED, "orders", null))
                .isEqualTo("headgate; error=connection_refused; next-hop=orders");
        assertThat(ProxyStatus.received("headgate", 503)).isEqualTo("headgate; received-status=503");
    }

    @Test
    void quotesWhatIsNoToken() {
        assertThat(ProxyStatus.generated("edge proxy", FailureType.DNS_ERROR, "2nd \"orders\"", null))
                .isEqualTo("\"edge proxy\"; error=dns_error; next-hop=\"2nd \\\"orders\\\"\"");
    }

    @Test
    void detailsAreAlwaysAStringOfOneAsciiLine() {
        assertThat(ProxyStatus.generated("headgate", FailureType.DNS_ERROR, null, "a\r\nSet-Cookie: ü=\\"))
                .isEqualTo("headgate; error=dns_error; details=\"a??Set-Cookie: ?=\\\\\"");
    }
}
