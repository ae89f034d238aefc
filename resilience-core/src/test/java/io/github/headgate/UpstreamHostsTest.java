package io.github.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headgate.settings.InvalidSettingsException;
import io.github.headgate.upstream.Upstream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamHostsTest {
    private static final String ENDPOINT = "http://127.0.0.1:1";

    private static Map<String, String> settings(String ordersHosts, String stockHosts) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("upstreams.orders.endpoints", ENDPOINT);
        settings.put("upstreams.orders.hosts", ordersHosts);
        settings.put("upstreams.stock_1.endpoints", ENDPOINT);
        settings.put("upstreams.stock_1.hosts", stockHosts);
        return settings;
    }

    private static Headgate headgate(String ordersHosts, String stockHosts) {
        return Headgate.of(settings(ordersHosts, stockHosts));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "http://orders/7, orders",
                "https://orders/7, orders",
                "http://stock_1/7, stock_1",
                "http://orders:8080/7, none",
                "http://orders:80/7, none",
                "http://other/7, none",
                "lb://orders/7, none",
                "mailto:orders, none",
                "/7, none",
                "https://api.example.com/v2/7?a=b, orders",
                "http://api.example.com, orders",
                "HTTPS://API.Example.com/7, orders",
                "https://api.example.com:443/7, orders",
                "http://api.example.com:80/7, orders",
                "https://api.example.com:80/7, none",
                "https://api.example.com:8443/7, stock_1",
                "https://old.example.com/7, stock_1",
                "http://old.example.com/7, none",
                "http://old.example.com:443/7, stock_1",
                "http://[2001:db8::1]/7, stock_1",
                "http://[2001:DB8::1]:80/7, stock_1",
                "http://some_host:9/7, stock_1",
                "https://me@api.example.com/7, none",
                "https://www.api.example.com/7, none",
                "ftp://api.example.com/7, none",
            })
    void aUrlMeansTheUpstreamThatHasItsHost(String url, @Nullable String upstream) {
        String stock = "api.example.com:8443, old.example.com:443, [2001:db8::1], some_host:9";
        try (Headgate headgate = headgate("Api.Example.COM", stock)) {
            assertThat(headgate.upstreamOf(URI.create(url))).isEqualTo(Optional.ofNullable(upstream));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"api.example.com", "API.example.com:80", "api.example.com:443", "orders", "ORDERS"})
    void aHostIsOfOneUpstreamOnly(String host) {
        assertThatThrownBy(() -> headgate("api.example.com", "other, " + host).close())
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("headgate.upstreams.stock_1.hosts = " + host.toLowerCase(Locale.ROOT)
                        + " (expected: a host of one upstream only; this one is of orders too)");
        assertThatThrownBy(() -> Headgate.builder()
                        .upstream("orders", orders -> orders.endpoints(ENDPOINT).hosts("api.example.com"))
                        .upstream("stock", stock -> stock.endpoints(ENDPOINT).hosts(host))
                        .build())
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("headgate.upstreams.stock.hosts");
    }

    @Test
    void itsOwnNameAndOtherPortsAreNoConflict() {
        try (Headgate headgate = headgate("orders, api.example.com:8443", "api.example.com:8080, orders:9")) {
            assertThat(headgate.upstreamOf(URI.create("http://orders:80/"))).contains("orders");
            assertThat(headgate.upstreamOf(URI.create("http://orders:9/"))).contains("stock_1");
        }
    }

    @Test
    void aHostMovesToAnotherUpstreamAtOnceOrNotAtAll() {
        try (Headgate headgate = headgate("api.example.com, a", "b")) {
            URI moved = URI.create("http://api.example.com/7");
            List<Upstream> next = HeadgateSettings.read(HeadgateSettings.reader(settings("a", "b, api.example.com")))
                    .upstreams();

            assertThatThrownBy(() -> headgate.replace(next.get(1)))
                    .isInstanceOf(InvalidSettingsException.class)
                    .hasMessageContaining("this one is of orders too");
            assertThat(headgate.upstreamOf(moved)).contains("orders");
            assertThat(headgate.status().get(1).policy().hosts()).containsExactly("b");

            headgate.replace(next);
            assertThat(headgate.upstreamOf(moved)).contains("stock_1");
            assertThat(headgate.upstreamOf(URI.create("http://a/"))).contains("orders");

            headgate.replace("stock_1", stock -> stock.endpoints(ENDPOINT));
            assertThat(headgate.upstreamOf(moved)).isEmpty();
        }
    }
}
