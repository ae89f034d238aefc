package io.github.headgate.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.headgate.Headgate;
import io.github.headgate.failure.UpstreamException;
import io.github.headgate.testing.RawUpstream;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What docs/observability says of the meters is what a registry shows of them. */
class ObservabilityDocsTest {
    private static final Path DOCS = Path.of("../docs/observability");
    private static final Pattern NAME = Pattern.compile("(?<![\\w:])headgate_[a-z_]+");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(headgate[a-z.]+)` \\| ([^|]+) \\| ([a-z]+) \\|");
    private static final Pattern TAG = Pattern.compile("`([a-z]+)`");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /* One call that is answered and breaks then, and one that fails at every endpoint. */
    @BeforeEach
    void call() throws Exception {
        try (RawUpstream cut = RawUpstream.answering("HTTP/1.1 200 OK\nContent-Length: 100", "short");
                Headgate headgate = Headgate.builder()
                        .upstream(
                                "cut", upstream -> upstream.endpoints(cut.url()).responseBuffer(0))
                        .upstream("refused", upstream -> upstream.endpoints("http://127.0.0.1:1"))
                        .build()) {
            new HeadgateMetrics(headgate).bindTo(registry);
            try (ClassicHttpResponse response = headgate.execute("cut", new HttpGet("/"))) {
                assertThatThrownBy(() -> EntityUtils.toString(response.getEntity()))
                        .isInstanceOf(UpstreamException.class);
            }
            assertThatThrownBy(() -> headgate.execute("refused", new HttpGet("/")))
                    .isInstanceOf(UpstreamException.class);
        }
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private static String read(String file) throws IOException {
        return Files.readString(DOCS.resolve(file));
    }

    private static Set<String> names(String text) {
        return NAME.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private void areAllThere(String file) throws IOException {
        Set<String> used = names(read(file));
        assertThat(used).hasSizeGreaterThan(5);
        assertThat(names(registry.scrape())).containsAll(used);
    }

    @Test
    void everyNameInTheAlertsIsOneThatIsScraped() throws Exception {
        areAllThere("alerts.yml");
    }

    @Test
    void everyNameInTheTestsOfTheAlertsIsOneThatIsScraped() throws Exception {
        areAllThere("alerts-test.yml");
    }

    @Test
    void everyNameInTheDashboardIsOneThatIsScraped() throws Exception {
        areAllThere("dashboard.json");
    }

    @Test
    void theTableHasEveryMeterWithItsTagsAndNoOther() throws Exception {
        Map<String, String> documented = new TreeMap<>();
        String core = read("README.md").split("meter of the filter", 2)[0];
        ROW.matcher(core)
                .results()
                .forEach(row -> documented.put(row.group(1), row.group(3) + " of " + tags(row.group(2))));
        Map<String, String> registered = new TreeMap<>();
        for (Meter meter : registry.getMeters()) {
            Set<String> tags = meter.getId().getTags().stream().map(Tag::getKey).collect(Collectors.toSet());
            assertThat(tags).contains("upstream");
            tags.remove("upstream");
            String kind = meter.getId().getType().name().toLowerCase(java.util.Locale.ROOT);
            registered.put(meter.getId().getName(), kind + " of " + new TreeSet<>(tags));
        }
        assertThat(documented).isEqualTo(registered);
    }

    private static Set<String> tags(String column) {
        return TAG.matcher(column)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
