package io.github.headgate.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.settings.InvalidSettingsException;
import io.github.headgate.settings.Problem;
import io.github.headgate.settings.SettingsReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamSettingsTest {
    private static final String ENDPOINT = "endpoints=http://10.0.0.11:8080";
    private static final UpstreamPolicy DEFAULTS = new UpstreamPolicy(
            List.of(),
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            LoadBalancing.LEAST_LOADED,
            "",
            Duration.ZERO,
            65536,
            65536,
            0,
            256,
            AdaptiveLimit.NONE,
            0,
            80,
            64,
            new ConnectionPolicy(Duration.ofSeconds(50), Duration.ofMinutes(10), 0),
            "",
            RetryPolicy.DEFAULT,
            BreakerPolicy.DEFAULT,
            new OutlierPolicy(Duration.ofSeconds(2), 20, 20, 5, false),
            new HedgePolicy(Duration.ZERO, 0, 10),
            new HealthCheckPolicy(
                    "",
                    false,
                    IntStream.rangeClosed(200, 299).boxed().collect(Collectors.toSet()),
                    "",
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    2,
                    3,
                    false),
            new FallbackPolicy(Duration.ZERO, 16 << 20, Collapse.NONE),
            TlsPolicy.DEFAULT,
            false);

    /** The block of the documentation, in the form in which YAML arrives: its empty lists and texts are empty texts. */
    private static final String DOCUMENTED = """
            endpoints[0]=http://10.0.0.11:8080
            endpoints[1]=http://10.0.0.12:8080
            backup-endpoints=
            hosts=
            dns-refresh=30s
            connect-timeout=1s
            attempt-timeout=5s
            deadline=10s
            read-timeout=30s
            load-balancing=least-loaded
            zone=
            slow-start=0
            request-buffer=64KB
            response-buffer=64KB
            max-response-size=0
            max-concurrent=256
            adaptive-limit=none
            rate-limit=0
            sheddable-share=80
            max-connections-per-endpoint=64
            connections.max-idle=50s
            connections.max-age=10m
            connections.min-idle=0
            deadline-header=
            retry.max-attempts=3
            retry.backoff=25ms
            retry.max-backoff=250ms
            retry.statuses[0]=502
            retry.statuses[1]=503
            retry.statuses[2]=504
            retry.budget-percent=20
            retry.budget-min-per-second=10
            breaker.failure-rate=50
            breaker.window=10s
            breaker.minimum-calls=10
            breaker.consecutive-failures=5
            breaker.open-for=1s
            breaker.max-open-for=60s
            breaker.slow-call-duration=0
            breaker.slow-call-rate=100
            outlier.interval=2s
            outlier.minimum-calls=20
            outlier.error-rate=20
            outlier.latency-factor=5
            outlier.observe-only=false
            hedge.delay=0
            hedge.percentile=0
            hedge.max-extra-percent=10
            health-check.path=
            health-check.tcp=false
            health-check.contains=
            health-check.interval=10s
            health-check.unhealthy-interval=1s
            health-check.timeout=2s
            health-check.healthy-threshold=2
            health-check.unhealthy-threshold=3
            health-check.statuses=200-299
            health-check.observe-only=false
            tls.trust-certificates=
            tls.client-certificate=
            tls.client-key=
            tls.verify-host=true
            tls.require-close-notify=true
            fallback.stale-if-error=0
            fallback.max-stored=16MB
            fallback.collapse=none
            """;

    @Nested
    class Accepted {
        @Test
        void givenTheBlockOfTheDocumentation_thenItIsAcceptedAsItStandsAndItsValuesAreTheDefaults() {
            Upstream upstream = read(DOCUMENTED.lines().toArray(String[]::new));

            assertThat(upstream.name()).isEqualTo("orders");
            assertThat(upstream.source().endpoints())
                    .containsExactly(
                            Endpoint.parse("http://10.0.0.11:8080", false),
                            Endpoint.parse("http://10.0.0.12:8080", false));
            assertThat(upstream.policy()).isEqualTo(DEFAULTS);
        }

        @Test
        void givenAnEndpointOnly_thenAllElseHasItsDefault() {
            assertThat(read(ENDPOINT).policy()).isEqualTo(DEFAULTS);
        }

        @Test
        void givenOtherValues_thenEachIsTakenOver() {
            Upstream upstream = read(
                    "endpoints=https://a,https://b",
                    "backup-endpoints=https://c",
                    "hosts=API.example.com,api.example.com:8443,api.example.com",
                    "dns-refresh=1m",
                    "connect-timeout=200ms",
                    "attempt-timeout=2s",
                    "deadline=3s",
                    "read-timeout=4s",
                    "load-balancing=round-robin",
                    "request-buffer=0",
                    "response-buffer=1MB",
                    "max-response-size=10MB",
                    "max-concurrent=5",
                    "max-connections-per-endpoint=6",
                    "retry.max-attempts=1",
                    "retry.backoff=0",
                    "retry.max-backoff=1s",
                    "retry.statuses=",
                    "retry.budget-percent=0",
                    "retry.budget-min-per-second=0",
                    "breaker.failure-rate=10",
                    "breaker.window=20s",
                    "breaker.minimum-calls=30",
                    "breaker.consecutive-failures=0",
                    "breaker.open-for=5s",
                    "breaker.max-open-for=5s",
                    "breaker.slow-call-duration=1s",
                    "breaker.slow-call-rate=60",
                    "tls.trust-certificates=ca.pem",
                    "tls.client-certificate=me.pem",
                    "tls.client-key=key.pem",
                    "tls.verify-host=false",
                    "tls.require-close-notify=false",
                    "zone=a",
                    "slow-start=1s",
                    "adaptive-limit=vegas",
                    "rate-limit=7",
                    "sheddable-share=8",
                    "connections.max-idle=9s",
                    "connections.max-age=10s",
                    "connections.min-idle=4",
                    "deadline-header=grpc-timeout",
                    "outlier.interval=11s",
                    "outlier.minimum-calls=12",
                    "outlier.error-rate=13",
                    "outlier.latency-factor=14",
                    "outlier.observe-only=true",
                    "hedge.delay=15ms",
                    "hedge.percentile=16",
                    "hedge.max-extra-percent=17",
                    "fallback.stale-if-error=1h",
                    "fallback.max-stored=1MB",
                    "fallback.collapse=stale",
                    "health-check.path=/health",
                    "health-check.statuses=204",
                    "health-check.contains=fine",
                    "health-check.interval=18s",
                    "health-check.unhealthy-interval=2s",
                    "health-check.timeout=3s",
                    "health-check.healthy-threshold=4",
                    "health-check.unhealthy-threshold=5",
                    "health-check.observe-only=true",
                    "critical=true");

            assertThat(upstream.source().endpoints())
                    .containsExactly(
                            Endpoint.parse("https://a", false),
                            Endpoint.parse("https://b", false),
                            Endpoint.parse("https://c", true));
            assertThat(upstream.policy())
                    .isEqualTo(new UpstreamPolicy(
                            List.of("api.example.com", "api.example.com:8443"),
                            Duration.ofMinutes(1),
                            Duration.ofMillis(200),
                            Duration.ofSeconds(2),
                            Duration.ofSeconds(3),
                            Duration.ofSeconds(4),
                            LoadBalancing.ROUND_ROBIN,
                            "a",
                            Duration.ofSeconds(1),
                            0,
                            1 << 20,
                            10 << 20,
                            5,
                            AdaptiveLimit.VEGAS,
                            7,
                            8,
                            6,
                            new ConnectionPolicy(Duration.ofSeconds(9), Duration.ofSeconds(10), 4),
                            "grpc-timeout",
                            new RetryPolicy(1, Duration.ZERO, Duration.ofSeconds(1), Set.of(), 0, 0),
                            new BreakerPolicy(
                                    10,
                                    Duration.ofSeconds(20),
                                    30,
                                    0,
                                    Duration.ofSeconds(5),
                                    Duration.ofSeconds(5),
                                    Duration.ofSeconds(1),
                                    60),
                            new OutlierPolicy(Duration.ofSeconds(11), 12, 13, 14, true),
                            new HedgePolicy(Duration.ofMillis(15), 16, 17),
                            new HealthCheckPolicy(
                                    "/health",
                                    false,
                                    Set.of(204),
                                    "fine",
                                    Duration.ofSeconds(18),
                                    Duration.ofSeconds(2),
                                    Duration.ofSeconds(3),
                                    4,
                                    5,
                                    true),
                            new FallbackPolicy(Duration.ofHours(1), 1 << 20, Collapse.STALE),
                            new TlsPolicy("ca.pem", "me.pem", "key.pem", "", false, false),
                            true));
        }
    }

    @Nested
    class TimeoutsThatWereNotSet {
        @ParameterizedTest
        @CsvSource({
            // what is set,                          connect, attempt, deadline
            "deadline=2s,                            PT1S,    PT2S,    PT2S",
            "deadline=500ms,                         PT0.5S,  PT0.5S,  PT0.5S",
            "deadline=30s,                           PT1S,    PT5S,    PT30S",
            "attempt-timeout=500ms,                  PT0.5S,  PT0.5S,  PT10S",
            "attempt-timeout=3s deadline=3s,         PT1S,    PT3S,    PT3S",
            "connect-timeout=100ms deadline=200ms,   PT0.1S,  PT0.2S,  PT0.2S",
        })
        void givenAShorterEnclosingOne_thenTheyAreAsLongAsThat(
                String set, Duration connect, Duration attempt, Duration deadline) {
            List<String> lines = new ArrayList<>(List.of(set.split(" ", -1)));
            lines.add(ENDPOINT);

            UpstreamPolicy policy = read(lines.toArray(String[]::new)).policy();

            assertThat(policy.connectTimeout()).isEqualTo(connect);
            assertThat(policy.attemptTimeout()).isEqualTo(attempt);
            assertThat(policy.deadline()).isEqualTo(deadline);
        }

        @Test
        void givenOnlyTheLongestWaits_thenTheFirstOnesAreNotLonger() {
            UpstreamPolicy policy = read(ENDPOINT, "retry.max-backoff=10ms", "breaker.max-open-for=200ms")
                    .policy();

            assertThat(policy.retry().backoff()).hasMillis(10);
            assertThat(policy.breaker().openFor()).hasMillis(200);
        }

        @Test
        void givenTheBuilder_thenTheRuleIsTheSame() {
            List<Problem> problems = new ArrayList<>();

            Upstream upstream = new UpstreamBuilder("orders", "orders")
                    .endpoints("http://a")
                    .deadline(Duration.ofSeconds(2))
                    .build(problems);

            assertThat(problems).isEmpty();
            assertThat(upstream.policy().attemptTimeout()).hasSeconds(2);
            assertThat(upstream.policy().connectTimeout()).hasSeconds(1);
        }
    }

    @Nested
    class Refused {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "attempt-timeout=4s deadline=3s | attempt-timeout = 4s | at most deadline, which is 3s",
                    "attempt-timeout=20s            | attempt-timeout = 20s | at most deadline, which is 10s unless set",
                    "connect-timeout=3s attempt-timeout=2s | connect-timeout = 3s | at most attempt-timeout, which is 2s",
                    "connect-timeout=6s             | connect-timeout = 6s | at most attempt-timeout, which is 5s unless set",
                    "connect-timeout=3s deadline=2s | connect-timeout = 3s"
                            + " | at most attempt-timeout, which is 2s unless set",
                    "retry.backoff=1s               | retry.backoff = 1s | at most retry.max-backoff, which is 250ms",
                    "breaker.open-for=2m            | breaker.open-for = 2m | at most breaker.max-open-for, which is 1m",
                    "health-check.timeout=11s       | health-check.timeout = 11s"
                            + " | at most health-check.interval, which is 10s",
                    "attempt-timeout=5              | attempt-timeout = 5"
                            + " | a duration with its unit, such as 250ms, 5s or 2m",
                    "connect-timeout=0              | connect-timeout = 0 | more than 0, at most 36500d",
                    "deadline=0                     | deadline = 0 | more than 0, at most 36500d",
                    "read-timeout=100000d           | read-timeout = 100000d | more than 0, at most 36500d",
                    "dns-refresh=0                  | dns-refresh = 0 | more than 0, at most 36500d",
                    "breaker.open-for=0             | breaker.open-for = 0 | more than 0, at most 36500d",
                    "breaker.window=500ms           | breaker.window = 500ms | whole seconds, at least 1s",
                    "breaker.window=1500ms          | breaker.window = 1500ms | whole seconds, at least 1s",
                    "breaker.failure-rate=101       | breaker.failure-rate = 101 | a whole number from 1 to 100",
                    "request-buffer=65MB            | request-buffer = 65MB | from 0 to 64MB",
                    "response-buffer=5GB            | response-buffer = 5GB | from 0 to 64MB",
                    "max-concurrent=0               | max-concurrent = 0 | a whole number from 1 to 2147483647",
                    "retry.max-attempts=0           | retry.max-attempts = 0 | a whole number from 1 to 100",
                    "retry.statuses=200             | retry.statuses = 200"
                            + " | whole numbers from 400 to 599, or ranges such as 400-599",
                    "load-balancing=best            | load-balancing = best"
                            + " | one of least-loaded, round-robin, first-available",
                    "health-check.path=health       | health-check.path = health"
                            + " | a path that begins with /, such as /health",
                    "health-check.path=/a health-check.tcp=true | health-check.tcp = true"
                            + " | false where health-check.path is set",
                    "health-check.unhealthy-interval=11s health-check.timeout=1s | health-check.unhealthy-interval = 11s"
                            + " | at most health-check.interval, which is 10s",
                    "hedge.percentile=100           | hedge.percentile = 100 | a whole number from 0 to 99",
                    "outlier.latency-factor=1       | outlier.latency-factor = 1 | 0 or at least 2",
                    "connections.min-idle=65        | connections.min-idle = 65"
                            + " | from 0 to max-connections-per-endpoint, which is 64",
                    "deadline-header=a:b            | deadline-header = a:b"
                            + " | the name of a header, such as X-Request-Deadline or grpc-timeout",
                    "adaptive-limit=aimd            | adaptive-limit = aimd | one of none, gradient2, vegas",
                    "fallback.stale-if-error=-1s    | fallback.stale-if-error = -1s"
                            + " | a duration with its unit, such as 250ms, 5s or 2m",
                    "fallback.max-stored=1KB        | fallback.max-stored = 1KB | from 64KB to 2GB",
                    "fallback.collapse=wait         | fallback.collapse = wait"
                            + " | none unless fallback.stale-if-error is above 0",
                    "fallback.collapse=STALE fallback.stale-if-error=0 | fallback.collapse = stale"
                            + " | none unless fallback.stale-if-error is above 0",
                    "fallback.collapse=on           | fallback.collapse = on | one of none, wait, stale",
                    "retry.attempts=4               | retry.attempts = 4"
                            + " | no such setting; did you mean headgate.upstreams.orders.retry.max-attempts?",
                    "attempt-timout=4s              | attempt-timout = 4s"
                            + " | no such setting; did you mean headgate.upstreams.orders.attempt-timeout?",
                })
        void givenASettingThatIsWrong_thenTheOneProblemNamesKeyValueAndWhatWasExpected(
                String set, String setting, String expected) {
            List<String> lines = new ArrayList<>(List.of(set.split(" ", -1)));
            lines.add(ENDPOINT);

            assertThat(problems(lines.toArray(String[]::new)))
                    .extracting(Problem::toString)
                    .containsExactly("headgate.upstreams.orders." + setting + " (expected: " + expected + ")");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"http://orders:70000", "http://orders:0", "http://orders/api", "orders", "http://u@orders"})
        void givenAnEndpointThatIsNone_thenTheProblemNamesItsPlaceInTheList(String url) {
            assertThat(problems("endpoints[0]=http://a", "endpoints[1]=" + url))
                    .containsExactly(new Problem("headgate.upstreams.orders.endpoints[1]", url, Endpoint.EXPECTED));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "http://api",
                    "api/v2",
                    "api:0",
                    "api:https",
                    "api:70000",
                    "me@api",
                    "*.api",
                    "a b",
                    "::1"
                })
        void givenAHostThatIsNone_thenTheProblemNamesItsPlaceInTheList(String host) {
            assertThat(problems(ENDPOINT, "hosts[0]=a", "hosts[1]=" + host))
                    .containsExactly(new Problem("headgate.upstreams.orders.hosts[1]", host, UpstreamHost.EXPECTED));
        }

        @Test
        void givenAnEndpointTwice_thenItIsAProblemAlsoInAnotherSpellingOrAsBackup() {
            assertThat(problems("endpoints=http://a,http://A:80/", "backup-endpoints=http://b,http://a"))
                    .containsExactly(
                            new Problem("headgate.upstreams.orders.endpoints[1]", "http://A:80/", "each endpoint once"),
                            new Problem(
                                    "headgate.upstreams.orders.backup-endpoints[1]", "http://a", "each endpoint once"));
        }

        @Test
        void givenNoEndpointOrBackupsOnly_thenItIsAProblem() {
            Problem none = new Problem(
                    "headgate.upstreams.orders.endpoints", "", "at least one endpoint, such as http://10.0.0.11:8080");

            assertThat(problems("deadline=5s")).containsExactly(none);
            assertThat(problems("endpoints=")).containsExactly(none);
            assertThat(problems("backup-endpoints=http://a")).containsExactly(none);
        }

        @Test
        void givenSeveralWrongSettings_thenAllAreNamedAtOnce() {
            assertThat(problems("endpoints=x", "deadline=5", "retry.max-attempts=-1", "max-respnse-size=0", "tls=on"))
                    .extracting(Problem::key)
                    .containsExactlyInAnyOrder(
                            "headgate.upstreams.orders.endpoints[0]",
                            "headgate.upstreams.orders.deadline",
                            "headgate.upstreams.orders.retry.max-attempts",
                            "headgate.upstreams.orders.max-respnse-size",
                            "headgate.upstreams.orders.tls");
        }
    }

    private static List<Problem> problems(String... lines) {
        SettingsReader settings = settings("orders", lines);
        UpstreamSettings.read("orders", settings.under("upstreams").under("orders"), Map.of());
        return catchThrowableOfType(InvalidSettingsException.class, settings::finish)
                .problems();
    }

    private static Upstream read(String... lines) {
        SettingsReader settings = settings("orders", lines);
        Upstream upstream =
                UpstreamSettings.read("orders", settings.under("upstreams").under("orders"), Map.of());
        settings.finish();
        return upstream;
    }

    private static SettingsReader settings(String name, String... lines) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            settings.put("upstreams." + name + "." + line.substring(0, equals), line.substring(equals + 1));
        }
        return SettingsReader.of("headgate", settings);
    }
}
