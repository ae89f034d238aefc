package io.github.headgate.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RequestNotPermitted;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.handler.timeout.WriteTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import okhttp3.internal.http2.ConnectionShutdownException;
import org.apache.http.ConnectionClosedException;
import org.apache.http.MalformedChunkCodingException;
import org.apache.http.MessageConstraintException;
import org.apache.http.NoHttpResponseException;
import org.apache.http.TruncatedChunkException;
import org.apache.http.client.ClientProtocolException;
import org.apache.http.conn.ConnectTimeoutException;
import org.apache.http.conn.ConnectionPoolTimeoutException;
import org.apache.http.conn.HttpHostConnectException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Exceptions of clients that Headgate does not use itself. */
class OtherClientsTest {
    static Stream<Arguments> table() {
        return Stream.of(
                arguments(new HttpConnectTimeoutException("HTTP connect timed out"), FailureType.CONNECTION_TIMEOUT),
                arguments(new HttpTimeoutException("request timed out"), FailureType.HTTP_RESPONSE_TIMEOUT),
                arguments(new ConnectException().initCause(new UnresolvedAddressException()), FailureType.DNS_ERROR),
                arguments(new TimeoutException(), FailureType.HTTP_RESPONSE_TIMEOUT),
                arguments(new SocketTimeoutException("Connect timed out"), FailureType.CONNECTION_TIMEOUT),
                arguments(
                        new SocketTimeoutException("failed to connect to /10.0.0.1 (port 80) after 100ms"),
                        FailureType.CONNECTION_TIMEOUT),
                arguments(new SocketTimeoutException("Read timed out"), FailureType.HTTP_RESPONSE_TIMEOUT),
                arguments(new ProtocolException("unexpected end of stream"), FailureType.HTTP_RESPONSE_INCOMPLETE),
                arguments(new ProtocolException("Unexpected status line: x"), FailureType.HTTP_PROTOCOL_ERROR),
                arguments(new ProtocolException("Invalid status line: \"x\""), FailureType.HTTP_PROTOCOL_ERROR),
                arguments(
                        new HttpHostConnectException(new ConnectException("Connection refused"), null),
                        FailureType.CONNECTION_REFUSED),
                arguments(new ConnectTimeoutException("Connect timed out"), FailureType.CONNECTION_TIMEOUT),
                arguments(new ConnectionPoolTimeoutException("Timeout"), FailureType.CONNECTION_LIMIT_REACHED),
                arguments(new NoHttpResponseException("failed to respond"), FailureType.CONNECTION_TERMINATED),
                arguments(new ConnectionClosedException("Premature end"), FailureType.HTTP_RESPONSE_INCOMPLETE),
                arguments(new IOException("Premature EOF"), FailureType.HTTP_RESPONSE_INCOMPLETE),
                arguments(new TruncatedChunkException("Truncated"), FailureType.HTTP_RESPONSE_INCOMPLETE),
                arguments(new MalformedChunkCodingException("Bad"), FailureType.HTTP_RESPONSE_TRANSFER_CODING),
                arguments(new MessageConstraintException("Long"), FailureType.HTTP_RESPONSE_HEADER_SECTION_SIZE),
                arguments(
                        new ClientProtocolException(new org.apache.http.ProtocolException("garbage")),
                        FailureType.HTTP_PROTOCOL_ERROR),
                arguments(new ConnectionShutdownException(), FailureType.CONNECTION_TERMINATED),
                arguments(
                        new io.netty.channel.ConnectTimeoutException("connection timed out"),
                        FailureType.CONNECTION_TIMEOUT),
                arguments(ReadTimeoutException.INSTANCE, FailureType.HTTP_RESPONSE_TIMEOUT),
                arguments(WriteTimeoutException.INSTANCE, FailureType.CONNECTION_WRITE_TIMEOUT),
                arguments(
                        RequestNotPermitted.createRequestNotPermitted(RateLimiter.ofDefaults("orders")),
                        FailureType.CONNECTION_LIMIT_REACHED),
                arguments(new SQLException("no connection", "08001"), FailureType.CONNECTION_REFUSED),
                arguments(new SQLException("rejected", "08004"), FailureType.CONNECTION_REFUSED),
                arguments(new SQLException("link failure", "08S01"), FailureType.CONNECTION_TERMINATED),
                arguments(new SQLException("failure", "08006"), FailureType.CONNECTION_TERMINATED),
                arguments(new SQLException("failed", "08001", new UnknownHostException("db")), FailureType.DNS_ERROR),
                arguments(
                        new SQLTransientConnectionException("HikariPool-1 - Connection is not available"),
                        FailureType.CONNECTION_LIMIT_REACHED),
                arguments(
                        new SQLTransientConnectionException(
                                "HikariPool-1 - Connection is not available",
                                new SQLException("link failure", "08S01")),
                        FailureType.CONNECTION_LIMIT_REACHED),
                arguments(new SQLTransientConnectionException("gone", "08003"), FailureType.CONNECTION_TERMINATED),
                arguments(
                        new SQLTransientConnectionException(
                                "HikariPool-1 - Connection is not available",
                                new SQLException("refused", "08001", new ConnectException("Connection refused"))),
                        FailureType.CONNECTION_REFUSED),
                arguments(new SQLNonTransientConnectionException("closed"), FailureType.CONNECTION_REFUSED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void givenAnExceptionOfAnotherClient_thenItHasTheSameTypeBareAndWrapped(Throwable thrown, FailureType expected) {
        assertThat(type(thrown)).contains(expected);
        assertThat(type(new IllegalStateException(new RuntimeException(thrown))))
                .contains(expected);
    }

    static Stream<Exception> noFailures() {
        return Stream.of(
                new ProtocolException("Invalid HTTP method: PATCHED"),
                new SQLException("duplicate key", "23505"),
                new SQLException("no state"),
                new ClientProtocolException("URI does not specify a valid host name"));
    }

    @ParameterizedTest
    @MethodSource("noFailures")
    void givenWhatIsNotAboutTheUpstream_thenThereIsNoType(Exception thrown) {
        assertThat(type(thrown)).isEmpty();
    }

    private static Optional<FailureType> type(Throwable thrown) {
        return FailureClassifier.classify(thrown, ExchangePhase.EXCHANGING).map(Failure::type);
    }
}
