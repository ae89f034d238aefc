package io.github.headgate.spring;

import io.github.headgate.servlet.ClientGone;
import io.github.headgate.upstream.AdaptiveLimit;
import io.github.headgate.upstream.Collapse;
import io.github.headgate.upstream.LoadBalancing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings as editors are to know them: their names, types, defaults and descriptions become configuration metadata.
 * Nothing is bound to it at run time, the strict reader does that; a test keeps both alike.
 *
 * @param name Who this is in Proxy-Status and Via.
 * @param exposeDetails Whether answers carry the message of the failure, which names endpoints and addresses.
 * @param statuses Status to answer with by failure type, where it is to differ from the table.
 * @param fallbacks What is answered in place of the plain answer; the first that matches counts.
 * @param inbound Which requests are taken.
 * @param deadlineHeaders Headers in which callers tell how long they wait, such as X-Request-Deadline or grpc-timeout.
 * @param clientGone How the reverse proxy finds out that a caller has left before the response.
 * @param upstreams Services that are called, by name.
 * @param proxy Reverse proxy.
 */
@ConfigurationProperties("headgate")
record HeadgateProperties(
        @DefaultValue("headgate") String name,
        @DefaultValue("false") boolean exposeDetails,
        @DefaultValue Map<String, Integer> statuses,
        @DefaultValue List<Fallback> fallbacks,
        @DefaultValue Inbound inbound,
        @DefaultValue List<String> deadlineHeaders,
        @DefaultValue("fin-and-rst") ClientGone clientGone,
        @DefaultValue Map<String, Upstream> upstreams,
        @DefaultValue Proxy proxy) {

    /**
     * Which requests the application takes.
     *
     * @param maxInFlight Most requests under way; 0 for no limit.
     * @param adaptiveLimit Algorithm by which a limit below that follows what the application can take; needs max-in-flight.
     * @param deadline Time after which outbound calls of a request end; 0 for none.
     * @param maintenanceFile While there is a file of this name, every request gets 503.
     * @param stopTimeout How long requests under way may go on when the application stops, while further ones get 503; 0 for not waited for.
     * @param exemptPaths Requests that are taken in any case, such as /status/**; by default those of the actuator's health.
     */
    record Inbound(
            @DefaultValue("0") int maxInFlight,
            @DefaultValue("none") AdaptiveLimit adaptiveLimit,
            @DefaultValue("0s") Duration deadline,
            @DefaultValue("") String maintenanceFile,
            @DefaultValue("0s") Duration stopTimeout,
            @DefaultValue List<String> exemptPaths) {}

    /**
     * What is answered in place of the plain answer to some failures.
     *
     * @param path Requests that it is for, such as /api/**; empty for any.
     * @param upstreams Upstreams whose failures it is for; empty for any.
     * @param failures Failure types that it is for, such as connection_refused; empty for any.
     * @param statuses Statuses, or ranges such as 502-504, in whose place it is answered; empty for any.
     * @param status Status to answer with; 0 for the one that the failure has.
     * @param contentType Content type of the text.
     * @param text Body.
     * @param file File with the body, or classpath:NAME.
     * @param forward Path of the application that answers.
     * @param handler Name of the bean of type FallbackHandler that answers.
     */
    record Fallback(
            @DefaultValue("") String path,
            @DefaultValue List<String> upstreams,
            @DefaultValue List<String> failures,
            @DefaultValue List<String> statuses,
            @DefaultValue("0") int status,
            @DefaultValue("text/plain;charset=utf-8") String contentType,
            @DefaultValue("") String text,
            @DefaultValue("") String file,
            @DefaultValue("") String forward,
            @DefaultValue("") String handler) {}

    /**
     * One upstream.
     *
     * @param endpoints URLs of scheme, host and port; every address of a name is an endpoint.
     * @param backupEndpoints URLs that are used only while no other endpoint permits a call.
     * @param hosts Hosts by which clients mean this upstream beside its name, such as api.example.com or api.example.com:8443.
     * @param discovery Name of the registry that knows the endpoints: spring for the DiscoveryClient of Spring Cloud.
     * @param serviceId Name of the upstream in that registry; empty for the same name.
     * @param dnsRefresh Time after which a name is looked up again, in the background.
     * @param connectTimeout Longest time to a connection.
     * @param attemptTimeout Longest time of an attempt, to its complete response head.
     * @param deadline Longest time of a call to its response head, waits and retries included.
     * @param readTimeout Longest silence inside a response body.
     * @param loadBalancing Order in which endpoints are asked.
     * @param zone Our own zone; endpoints of the same zone are asked first.
     * @param slowStart How long an endpoint that is new or has recovered gets less than its share; 0 for off.
     * @param requestBuffer Size up to which a request body can be sent again.
     * @param responseBuffer Size up to which a response body is checked before it is passed on; 0 to stream.
     * @param maxResponseSize Size of the largest response body; 0 for no limit.
     * @param maxConcurrent Most calls under way.
     * @param adaptiveLimit Algorithm by which a lower limit follows what the upstream can take.
     * @param rateLimit Most calls per second; 0 for no limit.
     * @param sheddableShare Percent of the limit that calls may fill that are marked as sheddable.
     * @param maxConnectionsPerEndpoint Most connections to one endpoint.
     * @param connections How long connections are kept.
     * @param deadlineHeader Header that tells the endpoint how much time is left, such as grpc-timeout; empty for none.
     * @param retry When a failed attempt is followed by another.
     * @param breaker When an endpoint is ejected.
     * @param outlier When an endpoint is ejected because it stands out from its peers.
     * @param hedge When a second attempt is made beside the first.
     * @param healthCheck How endpoints are checked apart from calls.
     * @param fallback What the caller gets when a call fails.
     * @param tls Certificates.
     * @param critical Whether the application is not ready while this upstream is out.
     */
    record Upstream(
            @DefaultValue List<String> endpoints,
            @DefaultValue List<String> backupEndpoints,
            @DefaultValue List<String> hosts,
            @DefaultValue("") String discovery,
            @DefaultValue("") String serviceId,
            @DefaultValue("30s") Duration dnsRefresh,
            @DefaultValue("1s") Duration connectTimeout,
            @DefaultValue("5s") Duration attemptTimeout,
            @DefaultValue("10s") Duration deadline,
            @DefaultValue("30s") Duration readTimeout,
            @DefaultValue("least-loaded") LoadBalancing loadBalancing,
            @DefaultValue("") String zone,
            @DefaultValue("0s") Duration slowStart,
            @DefaultValue("64KB") DataSize requestBuffer,
            @DefaultValue("64KB") DataSize responseBuffer,
            @DefaultValue("0") DataSize maxResponseSize,
            @DefaultValue("256") int maxConcurrent,
            @DefaultValue("none") AdaptiveLimit adaptiveLimit,
            @DefaultValue("0") int rateLimit,
            @DefaultValue("80") int sheddableShare,
            @DefaultValue("64") int maxConnectionsPerEndpoint,
            @DefaultValue Connections connections,
            @DefaultValue("") String deadlineHeader,
            @DefaultValue Retry retry,
            @DefaultValue Breaker breaker,
            @DefaultValue Outlier outlier,
            @DefaultValue Hedge hedge,
            @DefaultValue HealthCheck healthCheck,
            @DefaultValue LastGood fallback,
            @DefaultValue Tls tls,
            @DefaultValue("false") boolean critical) {}

    /**
     * Retries of an upstream.
     *
     * @param maxAttempts Attempts per call, including the first.
     * @param backoff Longest wait before the second attempt, doubled for each further one.
     * @param maxBackoff Longest wait before any attempt.
     * @param statuses Received statuses after which an idempotent request is sent again.
     * @param budgetPercent Retries that the calls of the last ten seconds allow, in percent of them.
     * @param budgetMinPerSecond Retries per second that are allowed in any case.
     */
    record Retry(
            @DefaultValue("3") int maxAttempts,
            @DefaultValue("25ms") Duration backoff,
            @DefaultValue("250ms") Duration maxBackoff,
            @DefaultValue({"502", "503", "504"}) Set<Integer> statuses,
            @DefaultValue("20") int budgetPercent,
            @DefaultValue("10") int budgetMinPerSecond) {}

    /**
     * The breaker of each endpoint of an upstream.
     *
     * @param failureRate Percent of failed attempts within the window that ejects.
     * @param window Time over which rates are taken, in whole seconds.
     * @param minimumCalls Attempts within the window before rates count.
     * @param consecutiveFailures Failures in a row that eject; 0 turns this off.
     * @param openFor Length of the first ejection, doubled each time the probe fails.
     * @param maxOpenFor Length of the longest ejection.
     * @param slowCallDuration Time from which an attempt counts as slow; 0 turns this off.
     * @param slowCallRate Percent of slow attempts within the window that ejects.
     */
    record Breaker(
            @DefaultValue("50") int failureRate,
            @DefaultValue("10s") Duration window,
            @DefaultValue("10") int minimumCalls,
            @DefaultValue("5") int consecutiveFailures,
            @DefaultValue("1s") Duration openFor,
            @DefaultValue("60s") Duration maxOpenFor,
            @DefaultValue("0s") Duration slowCallDuration,
            @DefaultValue("100") int slowCallRate) {}

    /**
     * Connections that are kept.
     *
     * @param maxIdle Time after which an idle connection is closed.
     * @param maxAge Time after which a connection is not used again.
     * @param minIdle Connections to each endpoint that are opened in advance and kept.
     */
    record Connections(
            @DefaultValue("50s") Duration maxIdle,
            @DefaultValue("10m") Duration maxAge,
            @DefaultValue("0") int minIdle) {}

    /**
     * Endpoints that stand out from their peers.
     *
     * @param interval Time between two comparisons; 0 turns them off.
     * @param minimumCalls Attempts since the last comparison before an endpoint takes part.
     * @param errorRate Percentage points of failed attempts above the median that eject; 0 turns this off.
     * @param latencyFactor Mean latency that ejects, as a multiple of the median; 0 turns this off.
     * @param observeOnly Whether outliers are only told of in the log.
     */
    record Outlier(
            @DefaultValue("2s") Duration interval,
            @DefaultValue("20") int minimumCalls,
            @DefaultValue("20") int errorRate,
            @DefaultValue("5") int latencyFactor,
            @DefaultValue("false") boolean observeOnly) {}

    /**
     * A second attempt beside the first, of calls that may be sent again.
     *
     * @param delay Time after which it begins; with a percentile, the shortest; 0 and no percentile turn it off.
     * @param percentile It begins when the first has taken longer than so many percent of attempts; 0 for a fixed delay.
     * @param maxExtraPercent Most second attempts, in percent of calls.
     */
    record Hedge(
            @DefaultValue("0s") Duration delay,
            @DefaultValue("0") int percentile,
            @DefaultValue("10") int maxExtraPercent) {}

    /**
     * Checks of endpoints apart from calls.
     *
     * @param path Path that is asked for by GET; empty for no such check.
     * @param tcp Whether it is checked that a connection can be opened.
     * @param statuses Statuses or ranges that tell that the endpoint is well.
     * @param contains What the first 64 KB of the body must contain.
     * @param interval Time between two checks of an endpoint.
     * @param unhealthyInterval Time between two checks of an endpoint that failed the last one.
     * @param timeout Longest time of one check.
     * @param healthyThreshold Good checks in a row that let an endpoint in again.
     * @param unhealthyThreshold Bad checks in a row that take an endpoint out.
     * @param observeOnly Whether what is found is only told in log and status.
     */
    record HealthCheck(
            @DefaultValue("") String path,
            @DefaultValue("false") boolean tcp,
            @DefaultValue("200-299") List<String> statuses,
            @DefaultValue("") String contains,
            @DefaultValue("10s") Duration interval,
            @DefaultValue("1s") Duration unhealthyInterval,
            @DefaultValue("2s") Duration timeout,
            @DefaultValue("2") int healthyThreshold,
            @DefaultValue("3") int unhealthyThreshold,
            @DefaultValue("false") boolean observeOnly) {}

    /**
     * What the caller gets when a call fails.
     *
     * @param staleIfError How long after it has become stale the last good response is given in place of a failure; 0 for never.
     * @param maxStored Most bytes of responses that are kept for that.
     * @param collapse What a GET or HEAD gets while another for the same is under way, if one response may serve both.
     */
    record LastGood(
            @DefaultValue("0s") Duration staleIfError,
            @DefaultValue("16MB") DataSize maxStored,
            @DefaultValue("none") Collapse collapse) {}

    /**
     * TLS to an upstream.
     *
     * @param trustCertificates PEM file with the certificates to trust; empty for those of the JVM.
     * @param clientCertificate PEM file with the chain of the client certificate.
     * @param clientKey PEM file with the key of the client certificate.
     * @param sslBundle Name of the SSL bundle (spring.ssl.bundle) with trusted certificates, client certificate, protocols and
     *     ciphers, in place of PEM files; when it is reloaded, upstreams connect anew with it.
     * @param verifyHost Whether the certificate must be for the host of the endpoint.
     * @param requireCloseNotify Whether a body that ends with its connection must end with a close_notify of TLS too.
     */
    record Tls(
            @DefaultValue("") String trustCertificates,
            @DefaultValue("") String clientCertificate,
            @DefaultValue("") String clientKey,
            @DefaultValue("") String sslBundle,
            @DefaultValue("true") boolean verifyHost,
            @DefaultValue("true") boolean requireCloseNotify) {}

    /**
     * The reverse proxy.
     *
     * @param maxResponseHeaderSize Largest head of a response to a caller, 1KB to 1MB; no more than the container sends.
     * @param overrideErrors Statuses or ranges such as 502-504, from 400 to 599, that are answered in the place of the upstream.
     * @param routes Which requests go to which upstream; the longest path that matches wins.
     */
    record Proxy(
            @DefaultValue("8KB") DataSize maxResponseHeaderSize,
            @DefaultValue List<String> overrideErrors,
            @DefaultValue List<Route> routes) {}

    /**
     * One route.
     *
     * @param path Path such as /status, or with everything below it such as /api/orders/**.
     * @param upstream Name of the upstream.
     * @param stripPrefix What is taken off the front of the path before it is sent on.
     * @param preserveHost Whether the upstream sees the Host of the caller.
     * @param sheddable Whether its calls are refused before others when the upstream has more to do than it can.
     * @param overrideErrors Statuses or ranges that replace those for all routes; an empty list replaces them by none.
     */
    record Route(
            @DefaultValue("") String path,
            @DefaultValue("") String upstream,
            @DefaultValue("") String stripPrefix,
            @DefaultValue("false") boolean preserveHost,
            @DefaultValue("false") boolean sheddable,
            @Nullable List<String> overrideErrors) {}
}
