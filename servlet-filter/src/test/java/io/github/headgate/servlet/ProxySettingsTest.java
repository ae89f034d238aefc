package io.github.headgate.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headgate.settings.InvalidSettingsException;
import io.github.headgate.settings.SettingsReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
