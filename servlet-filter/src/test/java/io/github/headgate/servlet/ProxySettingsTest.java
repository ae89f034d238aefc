package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headgate.settings.InvalidSettingsException;
import io.github.headgate.settings.SettingsReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {
    private static final Set<String> UPSTREAMS = Set.of("orders", "users");

    private final Map<String, String> settings = new LinkedHashMap<>();

    @Test
    void readsRoutes() {
        set("proxy.routes[0].path", "/api/orders/**");
        set("proxy.routes[0].upstream", "orders");
        set("proxy.routes[0].strip-prefix", "/api");
        set("proxy.routes[0].preserve-host", "true");
        set("proxy.routes[1].path", "/status");
        set("proxy.routes[1].upstream", "users");
        SettingsReader reader = reader();

        ProxySettings proxy = ProxySettings.read(reader, UPSTREAMS);
        reader.finish();

        assertThat(proxy.routes())
                .containsExactly(new Route("/api/orders/**", "orders", "/api", true), Route.of("/status", "users"));
    }

    @Test
    void aRoutesOwnOverrideErrorsReplaceThoseForAllRoutes() {
        set("proxy.override-errors[0]", "500");
        set("proxy.override-errors[1]", "502-504");
        for (int i = 0; i < 3; i++) {
            set("proxy.routes[" + i + "].path", "/" + i);
            set("proxy.routes[" + i + "].upstream", "orders");
        }
        set("proxy.routes[1].override-errors", "404, 410-411");
        set("proxy.routes[2].override-errors", "");
        SettingsReader reader = reader();

        assertThat(ProxySettings.read(reader, UPSTREAMS).routes())
                .extracting(Route::overrideErrors)
                .containsExactly(Set.of(500, 502, 503, 504), Set.of(404, 410, 411), Set.of());
        reader.finish();
    }

    @ParameterizedTest
    @ValueSource(strings = {"200", "399", "600", "504-502", "500-600", "5xx", "all", "-500"})
    void whatIsNoErrorToOverride(String value) {
        set("proxy.override-errors", "503," + value);
        set("proxy.routes[0].path", "/a");
        set("proxy.routes[0].upstream", "orders");
        set("proxy.routes[0].override-errors[0]", value);
        SettingsReader reader = reader();

        ProxySettings.read(reader, UPSTREAMS);
        String expected = value + " (expected: whole numbers from 400 to 599, or ranges such as 400-599)";
        assertThatThrownBy(reader::finish)
                .hasMessageContaining("2 settings of Headgate are wrong")
                .hasMessageContaining("headgate.proxy.override-errors = " + expected)
                .hasMessageContaining("headgate.proxy.routes[0].override-errors = " + expected);
    }

    @ParameterizedTest
    @CsvSource({"fin-and-rst,FIN_AND_RST", "rst-only,RST_ONLY", "off,OFF", "false,OFF", ",FIN_AND_RST"})
    void howACallerThatLeavesIsFoundOut(@Nullable String written, ClientGone expected) {
        if (written != null) {
            set("client-gone", written);
        }
        SettingsReader reader = reader();

        assertThat(ProxySettings.read(reader, UPSTREAMS).clientGone()).isEqualTo(expected);
        reader.finish();
    }

    @Test
    void whatIsNoWayToFindOut() {
        set("client-gone", "fin");
        SettingsReader reader = reader();

        assertThat(ProxySettings.read(reader, UPSTREAMS).clientGone()).isEqualTo(ClientGone.FIN_AND_RST);
        assertThatThrownBy(reader::finish)
                .hasMessageContaining("headgate.client-gone = fin (expected: one of fin-and-rst, rst-only, off)");
    }

    @Test
    void javaCodeOverridesErrorsOnlyToo() {
        Route route = Route.of("/a", "orders");

        assertThat(route.withOverrideErrors(Set.of(400, 599)).overrideErrors()).containsExactlyInAnyOrder(400, 599);
        assertThatThrownBy(() -> route.withOverrideErrors(Set.of(200)))
                .hasMessage("override-errors: 200 (expected: from 400 to 599)");
    }

    @Test
    void nothingSetMeansNoRoutes() {
        SettingsReader reader = reader();

        assertThat(ProxySettings.read(reader, UPSTREAMS).routes()).isEmpty();
        reader.finish();
    }

    @Test
    void namesEverythingThatIsWrong() {
        set("proxy.routes[0].upstream", "orders");
        set("proxy.routes[1].path", "/a/**");
        set("proxy.routes[1].upstream", "order");
        set("proxy.routes[2].path", "/a/**");
        set("proxy.routes[2].upstream", "orders");
        set("proxy.routes[3].path", "/b/**");
        set("proxy.routes[3].upstream", "orders");
        set("proxy.routes[3].strip-prefix", "/c");
        set("proxy.routes[3].preserve-host", "maybe");
        set("proxy.routes[3].strip", "/c");
        SettingsReader reader = reader();

        assertThat(ProxySettings.read(reader, UPSTREAMS).routes()).isEmpty();
        assertThatThrownBy(reader::finish)
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("headgate.proxy.routes[0].path =  (expected: a path such as /status")
                .hasMessageContaining(
                        "routes[1].upstream = order (expected: one of the configured upstreams: orders, users)")
                .hasMessageContaining("routes[2].path = /a/** (expected: a path that no other route has)")
                .hasMessageContaining("routes[3].strip-prefix = /c (expected: the first whole segments of the path")
                .hasMessageContaining("routes[3].preserve-host = maybe (expected: true or false)")
                .hasMessageContaining("routes[3].strip = /c (expected: no such setting");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "", "/a/**/b", "/**/a", "/a*", "/a/*", "/a**", "/a b", "/a?b", "/a#b", "/ä"})
    void whatIsNoPath(String path) {
        assertThatThrownBy(() -> Route.of(path, "orders")).hasMessageContaining("(expected: a path such as /status");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/ord", "/api/", "api", "/api/orders/x", "/"})
    void whatIsNoPrefix(String prefix) {
        assertThatThrownBy(() -> new Route("/api/orders/**", "orders", prefix, false))
                .hasMessageContaining("strip-prefix: \"" + prefix + "\" (expected: the first whole segments");
    }

    private void set(String key, String value) {
        settings.put(key, value);
    }

    private SettingsReader reader() {
        return SettingsReader.of("headgate", settings);
    }

    @Test
    void theLargestHeadIsASizeThatAContainerMaySend() {
        SettingsReader set = SettingsReader.of("headgate", Map.of("proxy.max-response-header-size", "16KB"));
        assertThat(ProxySettings.read(set, UPSTREAMS).maxResponseHeaderSize()).isEqualTo(16 << 10);
        assertThat(set.problems()).isEmpty();

        SettingsReader tooSmall = SettingsReader.of("headgate", Map.of("proxy.max-response-header-size", "100B"));
        assertThat(ProxySettings.read(tooSmall, UPSTREAMS).maxResponseHeaderSize())
                .isEqualTo(8 << 10);
        assertThat(tooSmall.problems())
                .singleElement()
                .hasToString("headgate.proxy.max-response-header-size = 100B (expected: a size from 1KB to 1MB,"
                        + " no more than the container sends)");
    }
}
