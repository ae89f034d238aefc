package io.github.headgate.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

class EnvironmentSettingsTest {
    private final StandardEnvironment environment = new StandardEnvironment();

    EnvironmentSettingsTest() {
        environment
                .getPropertySources()
                .forEach(source -> environment.getPropertySources().remove(source.getName()));
    }

    @Test
    void listsOfYamlAreWrittenWithTheirIndexes() throws IOException {
        yaml("""
                headgate:
                  upstreams:
                    orders:
                      endpoints: [http://a:1, http://b:2]
                      retry: {statuses: [502, 503]}
                """);
        assertThat(settings())
                .containsOnly(
                        entry("headgate.upstreams.orders.endpoints[0]", "http://a:1"),
                        entry("headgate.upstreams.orders.endpoints[1]", "http://b:2"),
                        entry("headgate.upstreams.orders.retry.statuses[0]", "502"),
                        entry("headgate.upstreams.orders.retry.statuses[1]", "503"));
    }

    @Test
    void listsOfTheProxyAndOfItsRoutesAreWrittenWithTheirIndexesAndEmptyOnesAreEmpty() throws IOException {
        yaml("""
                headgate:
                  proxy:
                    override-errors: [500, 502-504]
                    routes:
                      - {path: /a, override-errors: []}
                      - {path: /b, override-errors: "404, 410"}
                """);
        assertThat(settings())
                .containsOnly(
                        entry("headgate.proxy.override-errors[0]", "500"),
                        entry("headgate.proxy.override-errors[1]", "502-504"),
                        entry("headgate.proxy.routes[0].path", "/a"),
                        entry("headgate.proxy.routes[0].override-errors", ""),
                        entry("headgate.proxy.routes[1].path", "/b"),
                        entry("headgate.proxy.routes[1].override-errors", "404, 410"));
    }

    @Test
    void emptyListsAreEmptyAndEmptyMapsAreNotThere() throws IOException {
        yaml("""
                headgate:
                  statuses: {}
                  upstreams: {orders: {backup-endpoints: [], endpoints: "http://a:1"}}
                """);
        assertThat(settings())
                .containsOnly(
                        entry("headgate.upstreams.orders.backup-endpoints", ""),
                        entry("headgate.upstreams.orders.endpoints", "http://a:1"));
    }

    @Test
    void namesStayAsTheyWereWritten() throws IOException {
        yaml("""
                headgate:
                  upstreams:
                    my-orders: {deadline: 1s}
                    "[orders.v2]": {deadline: 2s}
                    my_Stock: {deadline: 3s}
                  statuses: {connection_refused: 503}
                """);
        assertThat(settings())
                .containsOnly(
                        entry("headgate.upstreams.my-orders.deadline", "1s"),
                        entry("headgate.upstreams[orders.v2].deadline", "2s"),
                        entry("headgate.upstreams.my_Stock.deadline", "3s"),
                        entry("headgate.statuses.connection_refused", "503"));
    }

    @Test
    void environmentVariablesOverrideAndFindTheNameOfTheUpstream() throws IOException {
        variables(Map.of(
                "HEADGATE_UPSTREAMS_MYORDERS_DEADLINE", "2s",
                "HEADGATE_UPSTREAMS_MYORDERS_ATTEMPTTIMEOUT", "1s",
                "HEADGATE_UPSTREAMS_MYORDERS_ENDPOINTS_0_", "http://c:3"));
        yaml("""
                headgate:
                  upstreams:
                    my-orders: {deadline: 1s, endpoints: [http://a:1, http://b:2]}
                """);
        assertThat(settings())
                .containsOnly(
                        entry("headgate.upstreams.my-orders.deadline", "2s"),
                        entry("headgate.upstreams.my-orders.attempttimeout", "1s"),
                        entry("headgate.upstreams.my-orders.endpoints[0]", "http://c:3"));
    }

    @Test
    void listWrittenAsOneTextReplacesTheListOfAWeakerSource() throws IOException {
        variables(Map.of("HEADGATE_UPSTREAMS_ORDERS_ENDPOINTS", "http://c:3"));
        yaml("headgate: {upstreams: {orders: {endpoints: [http://a:1, http://b:2]}}}");
        assertThat(settings()).containsOnly(entry("headgate.upstreams.orders.endpoints", "http://c:3"));
    }

    @Test
    void variablesOfKubernetesAreNoSettings() {
        variables(Map.of(
                "HEADGATE_PORT", "tcp://10.0.0.1:80",
                "HEADGATE_SERVICE_HOST", "10.0.0.1",
                "HEADGATE_PORT_80_TCP_ADDR", "10.0.0.1",
                "HEADGATE_NAME", "edge"));
        assertThat(settings()).containsOnly(entry("headgate.name", "edge"));
    }

    @Test
    void placeholdersAreResolved() {
        properties(Map.of("headgate.name", "${site}-edge", "site", "north"));
        assertThat(settings()).containsOnly(entry("headgate.name", "north-edge"));
    }

    @Test
    void theStrongerSourceWinsInWhateverWayItWritesTheName() throws IOException {
        properties(Map.of("headgate.upstreams.orders.attemptTimeout", "3s"));
        yaml("headgate: {upstreams: {orders: {attempt-timeout: 4s}}}");
        assertThat(settings()).containsOnly(entry("headgate.upstreams.orders.attempttimeout", "3s"));
    }

    private Map<String, String> settings() {
        return EnvironmentSettings.of(environment);
    }

    private void yaml(String text) throws IOException {
        new YamlPropertySourceLoader()
                .load("yaml", new ByteArrayResource(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .forEach(environment.getPropertySources()::addLast);
    }

    private void properties(Map<String, Object> properties) {
        environment.getPropertySources().addLast(new MapPropertySource("properties", properties));
    }

    private void variables(Map<String, Object> variables) {
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource("systemEnvironment", new LinkedHashMap<>(variables)));
    }
}
