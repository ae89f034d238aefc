package io.github.headgate.upstream;

import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.settings.SettingsReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the settings of one upstream, by the keys of the documentation. Pure but for what it reports to the reader. */
public final class UpstreamSettings {
    private static final int ANY = Integer.MAX_VALUE;

    private UpstreamSettings() {}

    /**
     * The upstream of this name. What is wrong is reported to the reader; until its {@link SettingsReader#finish()} has
     * passed, the upstream is not to be used.
     *
     * @param name of the upstream
     * @param settings its group, for example {@code headgate.upstreams.orders}
     * @param discoveries those that {@code discovery} may name
     */
    public static Upstream read(String name, SettingsReader settings, Map<String, Discovery> discoveries) {
        UpstreamPolicy defaults = new UpstreamBuilder(name, "").policy();
        UpstreamBuilder builder = new UpstreamBuilder(name, settings.path())
                .endpoints(settings.texts("endpoints", List.of()))
                .backupEndpoints(settings.texts("backup-endpoints", List.of()))
                .hosts(settings.texts("hosts", List.of()))
                .dnsRefresh(settings.duration("dns-refresh", defaults.dnsRefresh()))
                .readTimeout(settings.duration("read-timeout", defaults.readTimeout()))
                .loadBalancing(settings.oneOf("load-balancing", defaults.loadBalancing()))
                .zone(settings.text("zone", defaults.zone()))
                .slowStart(settings.duration("slow-start", defaults.slowStart()))
                .requestBuffer(settings.bytes("request-buffer", defaults.requestBuffer()))
                .responseBuffer(settings.bytes("response-buffer", defaults.responseBuffer()))
                .maxResponseSize(settings.bytes("max-response-size", defaults.maxResponseSize()))
                .maxConcurrent(settings.integer("max-concurrent", defaults.maxConcurrent(), 1, ANY))
                .adaptiveLimit(settings.oneOf("adaptive-limit", defaults.adaptiveLimit()))
                .rateLimit(settings.integer("rate-limit", defaults.rateLimit(), 0, ANY))
                .sheddableShare(settings.integer("sheddable-share", defaults.sheddableShare(), 0, 100))
                .deadlineHeader(settings.text("deadline-header", defaults.deadlineHeader()))
                .connections(connections(settings.under("connections"), defaults.connections()))
                .maxConnectionsPerEndpoint(
                        settings.integer("max-connections-per-endpoint", defaults.maxConnectionsPerEndpoint(), 1, ANY))
                .retry(retry(settings.under("retry"), defaults.retry()))
                .breaker(breaker(settings.under("breaker"), defaults.breaker()))
                .outlier(outlier(settings.under("outlier"), defaults.outlier()))
                .hedge(hedge(settings.under("hedge"), defaults.hedge()))
                .healthCheck(healthCheck(settings.under("health-check"), defaults.healthCheck()))
                .fallback(fallback(settings.under("fallback"), defaults.fallback()))
                .tls(tls(settings.under("tls"), defaults.tls()))
                .critical(settings.flag("critical", defaults.critical()));
        discovered(name, settings, discoveries).ifPresent(builder::endpointSource);
        settings.duration("connect-timeout").ifPresent(builder::connectTimeout);
        settings.duration("attempt-timeout").ifPresent(builder::attemptTimeout);
        settings.duration("deadline").ifPresent(builder::deadline);
        return builder.build(settings.problems());
    }

    private static Optional<EndpointSource> discovered(
            String name, SettingsReader settings, Map<String, Discovery> discoveries) {
        String discovery = settings.text("discovery", "");
        String serviceId = settings.text("service-id", "");
        if (discovery.isEmpty()) {
            if (!serviceId.isEmpty()) {
                settings.problem("service-id", serviceId, "not without discovery");
            }
            return Optional.empty();
        }
        for (String key : List.of("endpoints", "backup-endpoints")) {
            if (!settings.texts(key, List.of()).isEmpty()) {
                settings.problem(key, String.join(", ", settings.texts(key, List.of())), "not together with discovery");
            }
        }
        Discovery found = discoveries.get(discovery);
        if (found == null) {
            String expected = discoveries.isEmpty() ? "none: there is no discovery here" : "of " + discoveries.keySet();
            settings.problem("discovery", discovery, expected);
            return Optional.of(EndpointSource.of(List.of()));
        }
        return Optional.of(found.endpoints(serviceId.isEmpty() ? name : serviceId));
    }

    private static RetryPolicy retry(SettingsReader settings, RetryPolicy defaults) {
        Duration maxBackoff = settings.duration("max-backoff", defaults.maxBackoff());
        return new RetryPolicy(
                settings.integer("max-attempts", defaults.maxAttempts(), 1, 100),
                settings.duration("backoff", shorter(defaults.backoff(), maxBackoff)),
                maxBackoff,
                settings.integers("statuses", defaults.statuses(), 400, 599),
                settings.integer("budget-percent", defaults.budgetPercent(), 0, 1000),
                settings.integer("budget-min-per-second", defaults.budgetMinPerSecond(), 0, 1_000_000));
    }

    private static BreakerPolicy breaker(SettingsReader settings, BreakerPolicy defaults) {
        Duration maxOpenFor = settings.duration("max-open-for", defaults.maxOpenFor());
        return new BreakerPolicy(
                settings.integer("failure-rate", defaults.failureRate(), 1, 100),
                settings.duration("window", defaults.window()),
                settings.integer("minimum-calls", defaults.minimumCalls(), 1, ANY),
                settings.integer("consecutive-failures", defaults.consecutiveFailures(), 0, ANY),
                settings.duration("open-for", shorter(defaults.openFor(), maxOpenFor)),
                maxOpenFor,
                settings.duration("slow-call-duration", defaults.slowCallDuration()),
                settings.integer("slow-call-rate", defaults.slowCallRate(), 1, 100));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static ConnectionPolicy connections(SettingsReader settings, ConnectionPolicy defaults) {
        return new ConnectionPolicy(
                settings.duration("max-idle", defaults.maxIdle()),
                settings.duration("max-age", defaults.maxAge()),
                settings.integer("min-idle", defaults.minIdle(), 0, ANY));
    }

    private static OutlierPolicy outlier(SettingsReader settings, OutlierPolicy defaults) {
        return new OutlierPolicy(
                settings.duration("interval", defaults.interval()),
                settings.integer("minimum-calls", defaults.minimumCalls(), 1, ANY),
                settings.integer("error-rate", defaults.errorRate(), 0, 100),
                settings.integer("latency-factor", defaults.latencyFactor(), 0, ANY),
                settings.flag("observe-only", defaults.observeOnly()));
    }

    private static HedgePolicy hedge(SettingsReader settings, HedgePolicy defaults) {
        return new HedgePolicy(
                settings.duration("delay", defaults.delay()),
                settings.integer("percentile", defaults.percentile(), 0, 99),
                settings.integer("max-extra-percent", defaults.maxExtraPercent(), 1, 100));
    }

    private static HealthCheckPolicy healthCheck(SettingsReader settings, HealthCheckPolicy defaults) {
        Duration interval = settings.duration("interval", defaults.interval());
        return new HealthCheckPolicy(
                settings.text("path", defaults.path()),
                settings.flag("tcp", defaults.tcp()),
                settings.integers("statuses", defaults.statuses(), 100, 599),
                settings.text("contains", defaults.contains()),
                interval,
                settings.duration("unhealthy-interval", shorter(defaults.unhealthyInterval(), interval)),
                settings.duration("timeout", shorter(defaults.timeout(), interval)),
                settings.integer("healthy-threshold", defaults.healthyThreshold(), 1, 100),
                settings.integer("unhealthy-threshold", defaults.unhealthyThreshold(), 1, 100),
                settings.flag("observe-only", defaults.observeOnly()));
    }

    private static FallbackPolicy fallback(SettingsReader settings, FallbackPolicy defaults) {
        return new FallbackPolicy(
                settings.duration("stale-if-error", defaults.staleIfError()),
                settings.bytes("max-stored", defaults.maxStored()),
                settings.oneOf("collapse", defaults.collapse()));
    }

    private static TlsPolicy tls(SettingsReader settings, TlsPolicy defaults) {
        return new TlsPolicy(
                settings.text("trust-certificates", defaults.trustCertificates()),
                settings.text("client-certificate", defaults.clientCertificate()),
                settings.text("client-key", defaults.clientKey()),
                settings.text("ssl-bundle", defaults.sslBundle()),
                settings.flag("verify-host", defaults.verifyHost()),
                settings.flag("require-close-notify", defaults.requireCloseNotify()));
    }
}
