package io.github.headgate.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    private static final byte[] LOOPBACK_V6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    @ParameterizedTest
    @CsvSource({
        "http://10.0.0.11:8080,       http,  10.0.0.11,       8080",
        "http://orders.internal,      http,  orders.internal, 80",
        "https://orders.internal,     https, orders.internal, 443",
        "https://orders.internal/,    https, orders.internal, 443",
        "HTTPS://Orders.Internal:444, https, orders.internal, 444",
        "http://[::1]:8080,           http,  ::1,             8080",
        "http://[2001:db8::7],        http,  2001:db8::7,     80",
        "tcp://db:5432,               tcp,   db,              5432",
        "http://orders:1,             http,  orders,          1",
        "http://orders:65535,         http,  orders,          65535",
    })
    void givenAUrlOfSchemeHostAndPort_whenItIsRead_thenItIsThatEndpoint(
            String url, String scheme, String host, int port) {
        Endpoint endpoint = Endpoint.parse(url, false);

        assertThat(endpoint.scheme()).isEqualTo(scheme);
        assertThat(endpoint.host()).isEqualTo(host);
        assertThat(endpoint.port()).isEqualTo(port);
        assertThat(endpoint.isBackup()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "orders",
                "orders:8080",
                "//orders:8080",
                "http:",
                "http://",
                "http:///",
                "http://:8080",
                "ftp://orders",
                "tcp://orders",
                "http://orders:0",
                "http://orders:70000",
                "http://orders:-1",
                "http://orders:x",
                "http://orders:99999999999",
                "http://orders/api",
                "http://orders//",
                "http://orders?x=1",
                "http://orders/?",
                "http://orders#top",
                "http://user@orders",
                "http://user:secret@orders:8080",
                "http://1.2.3",
                "http://999.1.1.1",
                "http://::1:8080",
                "http://[::1",
                "http://[orders]",
                "http://a,http://b"
            })
    void givenAnythingElse_whenItIsRead_thenItIsRefusedWithWhatWasExpected(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Endpoint.parse(url, false))
                .withMessage(Endpoint.EXPECTED);
    }

    @Test
    void aHostMayHaveAnUnderscore() {
        Endpoint endpoint = Endpoint.parse("http://my_orders:8080", false);
        assertThat(endpoint.host()).isEqualTo("my_orders");
        assertThat(endpoint.authority()).isEqualTo("my_orders:8080");
    }

    @Test
    void givenAnAddress_whenItIsRead_thenItNeedsNoResolver() throws UnknownHostException {
        assertThat(Endpoint.parse("http://10.0.0.11", false).address()).isEqualTo(InetAddress.getByName("10.0.0.11"));
        assertThat(Endpoint.parse("http://[::1]", false).address()).isEqualTo(InetAddress.getByAddress(LOOPBACK_V6));
    }

    @Test
    void givenAName_whenItIsRead_thenItHasNoAddressUntilItIsResolved() throws UnknownHostException {
        InetAddress address = InetAddress.getByName("10.0.0.11");
        Endpoint endpoint = Endpoint.parse("https://orders.internal", true);

        Endpoint resolved = endpoint.at(address);

        assertThat(endpoint.address()).isNull();
        assertThat(resolved).isEqualTo(new Endpoint("https", "orders.internal", 443, true, address, 1, ""));
        assertThat(resolved).isNotEqualTo(endpoint);
    }

    @ParameterizedTest
    @CsvSource({
        "http://orders:80,    orders",
        "http://orders:443,   orders:443",
        "https://orders:443,  orders",
        "https://orders:80,   orders:80",
        "tcp://db:5432,       db:5432",
        "http://[::1]:80,     [::1]",
        "http://[::1]:8080,   [::1]:8080",
    })
    void givenAnEndpoint_thenItsAuthorityIsWrittenAsAHostHeaderIs(String url, String authority) {
        assertThat(Endpoint.parse(url, false).authority()).isEqualTo(authority);
    }

    @ParameterizedTest
    @CsvSource({
        "http://orders:8080,    10.0.0.11, http://orders:8080 [10.0.0.11]",
        "https://orders,        ::1,       https://orders [0:0:0:0:0:0:0:1]",
        "http://10.0.0.11:8080, 10.0.0.11, http://10.0.0.11:8080",
        "http://[::1]:8080,     ::1,       http://[::1]:8080",
    })
    void givenAnEndpoint_thenItsAddressIsShownBehindAName(String url, String address, String written)
            throws UnknownHostException {
        assertThat(Endpoint.parse(url, false).at(InetAddress.getByName(address)))
                .hasToString(written);
    }

    @Test
    void weightAndZoneStandBehindTheUrl() {
        Endpoint endpoint = Endpoint.parse("http://10.0.0.11:8080  weight=3 zone=eu-1a", false);
        assertThat(endpoint.weight()).isEqualTo(3);
        assertThat(endpoint.zone()).isEqualTo("eu-1a");
        assertThat(endpoint.identity()).isEqualTo(Endpoint.parse("http://10.0.0.11:8080", false));
        assertThat(endpoint).hasToString("http://10.0.0.11:8080");
        assertThat(Endpoint.parse("http://10.0.0.11 weight=1000", true).identity())
                .isEqualTo(Endpoint.parse("http://10.0.0.11:80", false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a weight=0",
                "http://a weight=1001",
                "http://a weight=x",
                "http://a weight=1 weight=2",
                "http://a zone=",
                "http://a zone=a zone=b",
                "http://or ders"
            })
    void givenAnAttributeThatIsNone_thenItSaysWhatWasExpected(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(Endpoint.ATTRIBUTES_EXPECTED);
    }
}
