package io.github.headgate.upstream;

import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.settings.Problem;
import io.github.headgate.settings.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What the settings of an upstream must be like, alone and together. Collects what is wrong; not thread-safe. */
final class UpstreamRules {
    static final long MAX_BUFFER = 64L << 20;
    private static final long MIN_STORED = 64L << 10;
    private static final long MAX_STORED = 2L << 30;
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final Pattern PATH = Pattern.compile("/[!-~]*");

    private final String path;
    private final Collection<Problem> problems;
    private final Set<String> seen = new HashSet<>();

    UpstreamRules(String path, Collection<Problem> problems) {
        this.path = path;
        this.problems = problems;
    }

    List<Endpoint> endpoints(String key, List<String> urls, boolean areBackups) {
        List<Endpoint> parsed = new ArrayList<>();
        for (int i = 0; i < urls.size(); i++) {
            try {
                Endpoint endpoint = Endpoint.parse(urls.get(i), areBackups);
                require(seen.add(endpoint.toString()), key + "[" + i + "]", urls.get(i), "each endpoint once");
                parsed.add(endpoint);
            } catch (IllegalArgumentException e) {
                require(false, key + "[" + i + "]", urls.get(i), String.valueOf(e.getMessage()));
            }
        }
        return parsed;
    }

    void hosts(List<String> hosts) {
        for (int i = 0; i < hosts.size(); i++) {
            require(UpstreamHost.isHost(hosts.get(i)), "hosts[" + i + "]", hosts.get(i), UpstreamHost.EXPECTED);
        }
    }

    void check(UpstreamBuilder upstream, boolean lacksEndpoints) {
        UpstreamPolicy policy = upstream.policy();
        if (!NAME.matcher(upstream.name).matches()) {
            problems.add(new Problem(path, upstream.name, "a name of letters, digits, '.', '_' and '-', at most 63"));
        }
        require(!lacksEndpoints, "endpoints", "", "at least one endpoint, such as http://10.0.0.11:8080");
        timeouts(upstream, policy);
        limits(upstream, policy);
        retry(policy.retry());
        breaker(policy.breaker());
        outlier(policy.outlier());
        hedge(policy.hedge());
        healthCheck(policy.healthCheck());
        fallback(policy.fallback());
        tls(policy.tls());
    }

    private void tls(TlsPolicy tls) {
        require(
                tls.clientCertificate().isEmpty() == tls.clientKey().isEmpty(),
                "tls.client-key",
                tls.clientKey(),
                "set together with tls.client-certificate");
        boolean hasFiles = !(tls.trustCertificates() + tls.clientCertificate() + tls.clientKey()).isEmpty();
        require(
                tls.sslBundle().isEmpty() || !hasFiles,
                "tls.ssl-bundle",
                tls.sslBundle(),
                "not together with tls.trust-certificates, tls.client-certificate and tls.client-key");
    }

    private void timeouts(UpstreamBuilder upstream, UpstreamPolicy policy) {
        positive("dns-refresh", policy.dnsRefresh());
        positive("connect-timeout", policy.connectTimeout());
        positive("attempt-timeout", policy.attemptTimeout());
        positive("deadline", policy.deadline());
        positive("read-timeout", policy.readTimeout());
        require(!policy.slowStart().isNegative(), "slow-start", policy.slowStart(), "0 or more");
        String deadline = "deadline, which is " + Values.write(policy.deadline());
        within("attempt-timeout", policy.attemptTimeout(), deadline, policy.deadline(), upstream.isDeadlineSet());
        String attempt = "attempt-timeout, which is " + Values.write(policy.attemptTimeout());
        within(
                "connect-timeout",
                policy.connectTimeout(),
                attempt,
                policy.attemptTimeout(),
                upstream.isAttemptTimeoutSet());
    }

    private void limits(UpstreamBuilder upstream, UpstreamPolicy policy) {
        size("request-buffer", upstream.requestBuffer());
        size("response-buffer", upstream.responseBuffer());
        require(policy.maxResponseSize() >= 0, "max-response-size", policy.maxResponseSize(), "0 or more");
        require(policy.maxConcurrent() >= 1, "max-concurrent", policy.maxConcurrent(), "at least 1");
        require(
                policy.maxConnectionsPerEndpoint() >= 1,
                "max-connections-per-endpoint",
                policy.maxConnectionsPerEndpoint(),
                "at least 1");
        require(policy.rateLimit() >= 0, "rate-limit", policy.rateLimit(), "0 or more");
        require(
                policy.sheddableShare() >= 0 && policy.sheddableShare() <= 100,
                "sheddable-share",
                policy.sheddableShare(),
                "from 0 to 100");
        connections(policy.connections(), policy.maxConnectionsPerEndpoint());
        require(
                policy.deadlineHeader().isEmpty()
                        || HEADER.matcher(policy.deadlineHeader()).matches(),
                "deadline-header",
                policy.deadlineHeader(),
                "the name of a header, such as X-Request-Deadline or grpc-timeout");
    }

    private void connections(ConnectionPolicy connections, int most) {
        positive("connections.max-idle", connections.maxIdle());
        positive("connections.max-age", connections.maxAge());
        require(
                connections.minIdle() >= 0 && connections.minIdle() <= most,
                "connections.min-idle",
                connections.minIdle(),
                "from 0 to max-connections-per-endpoint, which is " + most);
    }

    private void retry(RetryPolicy retry) {
        require(retry.maxAttempts() >= 1, "retry.max-attempts", retry.maxAttempts(), "at least 1");
        for (int status : retry.statuses()) {
            require(status >= 400 && status <= 599, "retry.statuses", status, "whole numbers from 400 to 599");
        }
        require(!retry.backoff().isNegative(), "retry.backoff", retry.backoff(), "0 or more");
        atMost("retry.backoff", retry.backoff(), "retry.max-backoff", retry.maxBackoff());
        require(
                retry.budgetPercent() >= 0 && retry.budgetPercent() <= 1000,
                "retry.budget-percent",
                retry.budgetPercent(),
                "from 0 to 1000");
        require(
                retry.budgetMinPerSecond() >= 0,
                "retry.budget-min-per-second",
                retry.budgetMinPerSecond(),
                "0 or more");
    }

    private void breaker(BreakerPolicy breaker) {
        percent("breaker.failure-rate", breaker.failureRate());
        percent("breaker.slow-call-rate", breaker.slowCallRate());
        require(
                breaker.window().compareTo(Duration.ofSeconds(1)) >= 0
                        && breaker.window().toNanosPart() == 0,
                "breaker.window",
                Values.write(breaker.window()),
                "whole seconds, at least 1s");
        require(breaker.minimumCalls() >= 1, "breaker.minimum-calls", breaker.minimumCalls(), "at least 1");
        require(
                breaker.consecutiveFailures() >= 0,
                "breaker.consecutive-failures",
                breaker.consecutiveFailures(),
                "0 or more");
        positive("breaker.open-for", breaker.openFor());
        atMost("breaker.open-for", breaker.openFor(), "breaker.max-open-for", breaker.maxOpenFor());
        require(
                !breaker.slowCallDuration().isNegative(),
                "breaker.slow-call-duration",
                breaker.slowCallDuration(),
                "0 or more");
    }

    private void outlier(OutlierPolicy outlier) {
        require(!outlier.interval().isNegative(), "outlier.interval", outlier.interval(), "0 or more");
        require(outlier.minimumCalls() >= 1, "outlier.minimum-calls", outlier.minimumCalls(), "at least 1");
        require(
                outlier.errorRate() >= 0 && outlier.errorRate() <= 100,
                "outlier.error-rate",
                outlier.errorRate(),
                "from 0 to 100");
        require(
                outlier.latencyFactor() == 0 || outlier.latencyFactor() > 1,
                "outlier.latency-factor",
                outlier.latencyFactor(),
                "0 or at least 2");
    }

    private void fallback(FallbackPolicy fallback) {
        require(!fallback.staleIfError().isNegative(), "fallback.stale-if-error", fallback.staleIfError(), "0 or more");
        require(
                fallback.maxStored() >= MIN_STORED && fallback.maxStored() <= MAX_STORED,
                "fallback.max-stored",
                Values.write(fallback.maxStored()),
                "from 64KB to 2GB");
        require(
                !fallback.isCollapsing() || fallback.isStoring(),
                "fallback.collapse",
                fallback.collapse().name().toLowerCase(Locale.ROOT),
                "none unless fallback.stale-if-error is above 0");
    }

    private void hedge(HedgePolicy hedge) {
        require(!hedge.delay().isNegative(), "hedge.delay", hedge.delay(), "0 or more");
        require(
                hedge.percentile() >= 0 && hedge.percentile() < 100,
                "hedge.percentile",
                hedge.percentile(),
                "from 0 to 99");
        require(
                hedge.maxExtraPercent() >= 1 && hedge.maxExtraPercent() <= 100,
                "hedge.max-extra-percent",
                hedge.maxExtraPercent(),
                "from 1 to 100");
    }

    private void healthCheck(HealthCheckPolicy check) {
        require(
                check.path().isEmpty() || PATH.matcher(check.path()).matches(),
                "health-check.path",
                check.path(),
                "a path that begins with /, such as /health");
        require(
                check.path().isEmpty() || !check.tcp(),
                "health-check.tcp",
                check.tcp(),
                "false where health-check.path is set");
        positive("health-check.interval", check.interval());
        positive("health-check.unhealthy-interval", check.unhealthyInterval());
        positive("health-check.timeout", check.timeout());
        atMost("health-check.timeout", check.timeout(), "health-check.interval", check.interval());
        atMost("health-check.unhealthy-interval", check.unhealthyInterval(), "health-check.interval", check.interval());
        require(!check.statuses().isEmpty(), "health-check.statuses", "", "at least one status, such as 200-299");
        require(
                check.healthyThreshold() >= 1,
                "health-check.healthy-threshold",
                check.healthyThreshold(),
                "at least 1");
        require(
                check.unhealthyThreshold() >= 1,
                "health-check.unhealthy-threshold",
                check.unhealthyThreshold(),
                "at least 1");
    }

    private void positive(String key, Duration value) {
        require(
                isPositive(value) && value.compareTo(LONGEST) <= 0,
                key,
                value,
                "more than 0, at most " + Values.write(LONGEST));
    }

    static boolean isPositive(Duration value) {
        return !value.isNegative() && !value.isZero();
    }

    /* What encloses nothing, because it is wrong itself, is reported once. */
    private void within(String key, Duration value, String enclosing, Duration limit, boolean isLimitSet) {
        boolean isRight = !isPositive(limit) || value.compareTo(limit) <= 0;
        require(isRight, key, value, "at most " + enclosing + (isLimitSet ? "" : " unless set"));
    }

    private void percent(String key, int value) {
        require(value >= 1 && value <= 100, key, value, "from 1 to 100");
    }

    private void size(String key, long value) {
        require(value >= 0 && value <= MAX_BUFFER, key, Values.write(value), "from 0 to " + Values.write(MAX_BUFFER));
    }

    private void atMost(String key, Duration value, String other, Duration limit) {
        require(value.compareTo(limit) <= 0, key, value, "at most " + other + ", which is " + Values.write(limit));
    }

    private void require(boolean isRight, String key, Object value, String expected) {
        if (!isRight) {
            Object written =
                    value instanceof Duration duration && !duration.isNegative() ? Values.write(duration) : value;
            problems.add(new Problem(path + "." + key, String.valueOf(written), expected));
        }
    }
}
