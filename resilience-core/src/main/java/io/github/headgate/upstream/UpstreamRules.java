package io.github.headgate.upstream;

import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.settings.Problem;
import io.github.headgate.settings.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What the settings of an upstream must be like, alone and together. Collects what is wrong; not thread-safe. */
final class UpstreamRules {
    static final long MAX_BUFFER = 64L << 20;
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

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
                require(false, key + "[" + i + "]", urls.get(i), Endpoint.EXPECTED);
            }
        }
        return parsed;
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
        TlsPolicy tls = policy.tls();
        require(
                tls.clientCertificate().isEmpty() == tls.clientKey().isEmpty(),
                "tls.client-key",
                tls.clientKey(),
                "set together with tls.client-certificate");
    }

    private void timeouts(UpstreamBuilder upstream, UpstreamPolicy policy) {
        positive("dns-refresh", policy.dnsRefresh());
        positive("connect-timeout", policy.connectTimeout());
        positive("attempt-timeout", policy.attemptTimeout());
        positive("deadline", policy.deadline());
        positive("read-timeout", policy.readTimeout());
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
