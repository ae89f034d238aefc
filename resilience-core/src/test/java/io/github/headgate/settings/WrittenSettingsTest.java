package io.github.headgate.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.headgate.HeadgateSettings;
import io.github.headgate.upstream.UpstreamBuilder;
import io.github.headgate.upstream.UpstreamPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WrittenSettingsTest {
    private static UpstreamPolicy policy(Map<String, String> settings) {
        return HeadgateSettings.read(HeadgateSettings.reader(settings))
                .upstreams()
                .get(0)
                .policy();
    }

    @Test
    void whatIsWrittenCanBeReadAgainAndMeansTheSame() {
        List<Problem> problems = new ArrayList<>();
        UpstreamPolicy policy = new UpstreamBuilder("orders", "orders")
                .endpoints("http://a:1")
                .critical(true)
                .hosts("api.example.com", "api.example.com:8443")
                .build(problems)
                .policy();
        Map<String, String> settings = new LinkedHashMap<>(Map.of("headgate.upstreams.orders.endpoints", "http://a:1"));
        put(settings, "headgate.upstreams.orders.", WrittenSettings.of(policy));
        assertThat(policy(settings)).isEqualTo(policy);
        assertThat(settings)
                .containsEntry("headgate.upstreams.orders.attempt-timeout", "5s")
                .containsEntry("headgate.upstreams.orders.retry.statuses", "502-504")
                .containsEntry("headgate.upstreams.orders.load-balancing", "least-loaded");
    }

    private static void put(Map<String, String> settings, String prefix, Map<?, ?> written) {
        written.forEach((key, value) -> {
            if (value instanceof Map<?, ?> group) {
                put(settings, prefix + key + ".", group);
            } else if (value instanceof List<?> items) {
                settings.put(prefix + key, items.stream().map(String::valueOf).collect(Collectors.joining(",")));
            } else {
                String unit = String.valueOf(key).matches(".*(buffer|stored|size)") ? "B" : "";
                settings.put(prefix + key, value + unit);
            }
        });
    }
}
