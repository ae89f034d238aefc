package io.github.headgate.failure;

import static io.github.headgate.failure.Meaning.always;
import static java.util.Map.entry;

import java.util.Map;

/** What the exceptions of clients mean that Headgate does not use itself, but that applications do. */
final class OtherClients {
    private static final String HTTP_CLIENT_4 = "org.apache.http.";
    private static final String REACTOR_POOL = "reactor.netty.internal.shaded.reactor.pool.";

    static final Map<String, Meaning> MEANINGS = Map.ofEntries(
            entry("java.net.http.HttpConnectTimeoutException", always(FailureType.CONNECTION_TIMEOUT)),
            entry("java.net.http.HttpTimeoutException", always(FailureType.HTTP_RESPONSE_TIMEOUT)),
            entry("java.nio.channels.UnresolvedAddressException", always(FailureType.DNS_ERROR)),
            // also what the time limiter of Resilience4j throws
            entry("java.util.concurrent.TimeoutException", Meaning.TIMED_OUT),
            entry("java.net.ProtocolException", Meaning.PROTOCOL),
            entry(HTTP_CLIENT_4 + "conn.ConnectTimeoutException", always(FailureType.CONNECTION_TIMEOUT)),
            entry(HTTP_CLIENT_4 + "conn.ConnectionPoolTimeoutException", always(FailureType.CONNECTION_LIMIT_REACHED)),
            entry(HTTP_CLIENT_4 + "NoHttpResponseException", Meaning.CLOSED),
            entry(HTTP_CLIENT_4 + "ConnectionClosedException", always(FailureType.HTTP_RESPONSE_INCOMPLETE)),
            entry(HTTP_CLIENT_4 + "TruncatedChunkException", always(FailureType.HTTP_RESPONSE_INCOMPLETE)),
            entry(HTTP_CLIENT_4 + "MalformedChunkCodingException", always(FailureType.HTTP_RESPONSE_TRANSFER_CODING)),
            entry(HTTP_CLIENT_4 + "MessageConstraintException", always(FailureType.HTTP_RESPONSE_HEADER_SECTION_SIZE)),
            entry(HTTP_CLIENT_4 + "ParseException", Meaning.PROTOCOL),
            entry(HTTP_CLIENT_4 + "HttpException", Meaning.PROTOCOL),
            entry("okhttp3.internal.http2.StreamResetException", Meaning.CLOSED),
            entry("okhttp3.internal.http2.ConnectionShutdownException", Meaning.CLOSED),
            entry("io.netty.channel.ConnectTimeoutException", always(FailureType.CONNECTION_TIMEOUT)),
            entry("io.netty.handler.ssl.SslHandshakeTimeoutException", always(FailureType.CONNECTION_TIMEOUT)),
            entry("io.netty.handler.timeout.ReadTimeoutException", Meaning.TIMED_OUT),
            entry("io.netty.handler.timeout.WriteTimeoutException", always(FailureType.CONNECTION_WRITE_TIMEOUT)),
            entry("io.netty.resolver.dns.DnsNameResolverTimeoutException", always(FailureType.DNS_TIMEOUT)),
            entry("reactor.netty.http.client.PrematureCloseException", Meaning.CLOSED),
            entry(REACTOR_POOL + "PoolAcquireTimeoutException", always(FailureType.CONNECTION_LIMIT_REACHED)),
            entry(REACTOR_POOL + "PoolAcquirePendingLimitException", always(FailureType.CONNECTION_LIMIT_REACHED)),
            entry(
                    "io.github.resilience4j.ratelimiter.RequestNotPermitted",
                    always(FailureType.CONNECTION_LIMIT_REACHED)));

    private OtherClients() {}
}
