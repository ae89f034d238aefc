package io.github.headgate.failure;

import static io.github.headgate.failure.Resend.ANY;
import static io.github.headgate.failure.Resend.ELSEWHERE;
import static io.github.headgate.failure.Resend.IDEMPOTENT;
import static io.github.headgate.failure.Resend.NEVER;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every way in which an upstream can fail: the one table that the classifier, the retry decision, the breaker, the
 * answer to the caller, the logs and the health details read.
 *
 * <p>The names are the error types of the {@code Proxy-Status} field (RFC 9209 §2.3); the statuses are those of RFC 9209
 * §2.3 and RFC 9110 §15.6.
 */
public enum FailureType {
    DNS_ERROR(
            502,
            ANY,
            true,
            "The upstream's name does not resolve",
            "name misspelt, record deleted or resolver down: dig NAME"),
    DNS_TIMEOUT(
            504,
            ANY,
            true,
            "The name of the upstream was not resolved in time",
            "resolver overloaded or blocked by a firewall"),
    DESTINATION_NOT_FOUND(
            500, NEVER, false, "No such upstream is configured", "the route names an upstream that does not exist"),
    DESTINATION_UNAVAILABLE(
            503,
            NEVER,
            false,
            "No endpoint of the upstream is available",
            "all endpoints down or ejected; Retry-After is the time to the first probe"),
    DESTINATION_IP_PROHIBITED(
            502,
            NEVER,
            false,
            "The address of the upstream is not allowed",
            "DNS answers with an address that policy forbids"),
    DESTINATION_IP_UNROUTABLE(
            502, ANY, true, "There is no route to the upstream", "wrong subnet, security group, VPN down"),
    CONNECTION_REFUSED(
            502,
            ANY,
            true,
            "The upstream refused the connection",
            "process crashed, not started, or wrong port: ss -tlnp on the endpoint"),
    CONNECTION_TIMEOUT(
            504,
            ANY,
            true,
            "The connection to the upstream was not made in time",
            "host down, or a firewall drops packets silently"),
    CONNECTION_TERMINATED(
            502,
            IDEMPOTENT,
            true,
            "The upstream closed the connection before it answered",
            "process crashed on this request, worker killed, or keep-alive shorter upstream than here"),
    CONNECTION_READ_TIMEOUT(504, IDEMPOTENT, true, "The upstream stopped sending", "stuck worker, lock, slow query"),
    CONNECTION_WRITE_TIMEOUT(
            504, IDEMPOTENT, true, "The upstream stopped reading the request", "upstream overloaded or stuck"),
    CONNECTION_LIMIT_REACHED(
            503,
            ELSEWHERE,
            false,
            "Too many calls to the upstream are under way",
            "upstream slower than its load, or max-concurrent or max-connections-per-endpoint too low"),
    TLS_PROTOCOL_ERROR(
            502, ANY, true, "The TLS handshake with the upstream failed", "wrong scheme or port, or old TLS version"),
    TLS_CERTIFICATE_ERROR(
            502,
            ANY,
            true,
            "The certificate of the upstream is not valid",
            "expired, not yet valid, wrong name or untrusted issuer: renew it or fix the chain"),
    TLS_ALERT_RECEIVED(
            502,
            ANY,
            true,
            "The upstream refused the TLS handshake",
            "client certificate required, or server name unknown"),
    HTTP_REQUEST_ERROR(400, NEVER, false, "The request is malformed", "the caller"),
    HTTP_REQUEST_DENIED(403, NEVER, false, "The request is not allowed", "configuration of the gateway"),
    HTTP_RESPONSE_INCOMPLETE(
            502, IDEMPOTENT, true, "The answer of the upstream was cut short", "instance died while answering"),
    HTTP_RESPONSE_HEADER_SECTION_SIZE(
            502, NEVER, true, "The header section of the upstream's answer is too large", "runaway cookies"),
    HTTP_RESPONSE_HEADER_SIZE(502, NEVER, true, "A header of the upstream's answer is too large", "runaway cookies"),
    HTTP_RESPONSE_BODY_SIZE(
            502,
            NEVER,
            false,
            "The answer of the upstream is too large",
            "wrong endpoint, or max-response-size too low"),
    HTTP_RESPONSE_TRAILER_SECTION_SIZE(
            502, NEVER, true, "The trailer section of the upstream's answer is too large", "fault in the upstream"),
    HTTP_RESPONSE_TRAILER_SIZE(
            502, NEVER, true, "A trailer of the upstream's answer is too large", "fault in the upstream"),
    HTTP_RESPONSE_TRANSFER_CODING(
            502,
            IDEMPOTENT,
            true,
            "The answer of the upstream is wrongly framed",
            "framing fault in the upstream, or request smuggling"),
    HTTP_RESPONSE_CONTENT_CODING(
            502, IDEMPOTENT, true, "The answer of the upstream does not decode", "fault in the upstream"),
    HTTP_RESPONSE_TIMEOUT(
            504, IDEMPOTENT, true, "The upstream did not answer in time", "slow query, deadlock, saturation"),
    HTTP_UPGRADE_FAILED(
            502,
            NEVER,
            false,
            "The upstream did not upgrade the connection",
            "the upstream does not speak that protocol"),
    HTTP_PROTOCOL_ERROR(
            502,
            IDEMPOTENT,
            true,
            "The upstream did not answer in HTTP",
            "not an HTTP server on that port, or a fault in it"),
    PROXY_INTERNAL_ERROR(500, NEVER, false, "The gateway failed", "a bug of the gateway: report it"),
    PROXY_CONFIGURATION_ERROR(500, NEVER, false, "The gateway is wrongly configured", "the message names the setting"),
    PROXY_LOOP_DETECTED(
            502,
            NEVER,
            false,
            "The request came back to the gateway that sent it",
            "the route points at the gateway itself");

    private static final Map<String, FailureType> BY_TOKEN =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(FailureType::token, Function.identity()));

    private final String token = name().toLowerCase(java.util.Locale.ROOT);
    private final int status;
    private final Resend resend;
    private final boolean blamesEndpoint;
    private final String title;
    private final String advice;

    FailureType(int status, Resend resend, boolean blamesEndpoint, String title, String advice) {
        this.status = status;
        this.resend = resend;
        this.blamesEndpoint = blamesEndpoint;
        this.title = title;
        this.advice = advice;
    }

    /** The type with this RFC 9209 name, for example {@code connection_refused}. */
    public static Optional<FailureType> ofToken(String token) {
        return Optional.ofNullable(BY_TOKEN.get(token));
    }

    /** The name of RFC 9209 §2.3, for example {@code connection_refused}; also the metric tag and the log value. */
    public String token() {
        return token;
    }

    /** The default HTTP status for the caller. */
    public int status() {
        return status;
    }

    /** Whether a request that met this failure may be sent again; {@link Failure#resend()} knows more of the case. */
    public Resend resend() {
        return resend;
    }

    /** Whether the endpoint's breaker counts it. */
    public boolean blamesEndpoint() {
        return blamesEndpoint;
    }

    /** One sentence for the caller; tells nothing about addresses or names. */
    public String title() {
        return title;
    }

    /** What it usually means and what to check first; for the people who run the service, not for the caller. */
    public String advice() {
        return advice;
    }

    /** The {@link #token()}. */
    @Override
    public String toString() {
        return token;
    }
}
