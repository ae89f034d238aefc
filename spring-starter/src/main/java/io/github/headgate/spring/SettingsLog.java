package io.github.headgate.spring;

import io.github.headgate.answer.AnswerSettings;
import io.github.headgate.retry.RetryPolicy;
import io.github.headgate.servlet.Route;
import io.github.headgate.settings.Values;
import io.github.headgate.upstream.BreakerPolicy;
import io.github.headgate.upstream.Endpoint;
import io.github.headgate.upstream.Upstream;
import io.github.headgate.upstream.UpstreamPolicy;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once, at the start, what is in force, defaults included. Paths of key files are told, their content never is. */
final class SettingsLog {
    private static final Logger LOG = LoggerFactory.getLogger(HeadgateAutoConfiguration.class);

    private SettingsLog() {}

    static void write(ReadSettings settings) {
        settings.upstreams().forEach(upstream -> LOG.info("upstream {}", line(upstream)));
        for (Route route : settings.proxy().routes()) {
            LOG.info(
                    "route {} to {}, strip-prefix \"{}\", preserve-host {}, override-errors [{}]",
                    route.path(),
                    route.upstream(),
                    route.stripPrefix(),
                    route.preserveHost(),
                    Values.write(route.overrideErrors()));
        }
        if (!settings.proxy().routes().isEmpty()) {
            LOG.info(
                    "proxy: max-response-header-size {}",
                    Values.write(settings.proxy().maxResponseHeaderSize()));
        }
        AnswerSettings answer = settings.answer();
        LOG.info(
                "answers as {}, expose-details {}, statuses {}",
                answer.name(),
                answer.exposeDetails(),
                answer.statuses());
    }

    static String line(Upstream upstream) {
        UpstreamPolicy policy = upstream.policy();
        return String.join(
                ", ",
                upstream.name() + ": endpoints " + endpoints(upstream, false),
                "backup-endpoints " + endpoints(upstream, true),
                "dns-refresh " + Values.write(policy.dnsRefresh()),
                "connect-timeout " + Values.write(policy.connectTimeout()),
                "attempt-timeout " + Values.write(policy.attemptTimeout()),
                "deadline " + Values.write(policy.deadline()),
                "read-timeout " + Values.write(policy.readTimeout()),
                "load-balancing "
                        + policy.loadBalancing().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                "request-buffer " + Values.write(policy.requestBuffer()),
                "response-buffer " + Values.write(policy.responseBuffer()),
                "max-response-size " + Values.write(policy.maxResponseSize()),
                "max-concurrent " + policy.maxConcurrent(),
                "max-connections-per-endpoint " + policy.maxConnectionsPerEndpoint(),
                retry(policy.retry()),
                breaker(policy.breaker()),
                "tls " + (policy.tls().isCustom() ? policy.tls() : "as the JVM's"));
    }

    private static List<String> endpoints(Upstream upstream, boolean backups) {
        return upstream.source().endpoints().stream()
                .filter(endpoint -> endpoint.isBackup() == backups)
                .map(Endpoint::toString)
                .collect(Collectors.toList());
    }

    private static String retry(RetryPolicy retry) {
        return "retry {max-attempts %d, backoff %s, max-backoff %s, statuses %s, budget-percent %d, budget-min-per-second %d}"
                .formatted(
                        retry.maxAttempts(),
                        Values.write(retry.backoff()),
                        Values.write(retry.maxBackoff()),
                        new TreeSet<>(retry.statuses()),
                        retry.budgetPercent(),
                        retry.budgetMinPerSecond());
    }

    private static String breaker(BreakerPolicy breaker) {
        return ("breaker {failure-rate %d, window %s, minimum-calls %d, consecutive-failures %d, open-for %s,"
                        + " max-open-for %s, slow-call-duration %s, slow-call-rate %d}")
                .formatted(
                        breaker.failureRate(),
                        Values.write(breaker.window()),
                        breaker.minimumCalls(),
                        breaker.consecutiveFailures(),
                        Values.write(breaker.openFor()),
                        Values.write(breaker.maxOpenFor()),
                        Values.write(breaker.slowCallDuration()),
                        breaker.slowCallRate());
    }
}
