package io.github.headgate.failure;

import static io.github.headgate.failure.ExchangePhase.CONNECTING;
import static io.github.headgate.failure.ExchangePhase.EXCHANGING;
import static io.github.headgate.failure.ExchangePhase.READING_BODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.NotImplementedException;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.apache.hc.core5.http.UnsupportedHttpVersionException;
import org.apache.hc.core5.util.Deadline;
import org.apache.hc.core5.util.DeadlineTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureClassifierTest {
    /* What is thrown, and its type while connecting, while exchanging, while reading the body. */
    static Stream<Arguments> table() {
        return Stream.of(
                row(new UnknownHostException("orders"), FailureType.DNS_ERROR),
                row(new NoRouteToHostException("No route to host"), FailureType.DESTINATION_IP_UNROUTABLE),
                row(new ConnectException("Network is unreachable"), FailureType.DESTINATION_IP_UNROUTABLE),
                row(new SocketException("Network is unreachable"), FailureType.DESTINATION_IP_UNROUTABLE),
                row(new ConnectException("No route to host"), FailureType.DESTINATION_IP_UNROUTABLE),
                row(new ConnectException("Connection timed out"), FailureType.CONNECTION_TIMEOUT),
                row(
                        new HttpHostConnectException("Connect to orders failed: Connection timed out: connect"),
                        FailureType.CONNECTION_TIMEOUT),
                row(new ConnectException("Operation timed out"), FailureType.CONNECTION_TIMEOUT),
                closed(new SocketException("Connection timed out (Read failed)")),
                row(new ConnectException("Connection refused"), FailureType.CONNECTION_REFUSED),
                row(new ConnectException(), FailureType.CONNECTION_REFUSED),
                row(new HttpHostConnectException("Connect to orders failed"), FailureType.CONNECTION_REFUSED),
                row(new ConnectTimeoutException("Connect timed out", null), FailureType.CONNECTION_TIMEOUT),
                timedOut(new SocketTimeoutException("Read timed out")),
                closed(new SocketException("Connection reset")),
                closed(new EOFException()),
                closed(new ClosedChannelException()),
                closed(new AsynchronousCloseException()),
                closed(new NoHttpResponseException("failed to respond")),
                closed(new ConnectionClosedException("Premature end of Content-Length delimited message body")),
                row(new TruncatedChunkException("Truncated chunk"), FailureType.HTTP_RESPONSE_INCOMPLETE),
                row(new MalformedChunkCodingException("Bad chunk"), FailureType.HTTP_RESPONSE_TRANSFER_CODING),
                row(new NotImplementedException("gzip, chunked"), FailureType.HTTP_RESPONSE_TRANSFER_CODING),
                row(new MessageConstraintException("Too long"), FailureType.HTTP_RESPONSE_HEADER_SECTION_SIZE),
                row(new ProtocolException("Two lengths"), FailureType.HTTP_PROTOCOL_ERROR),
                row(new ParseException("garbage"), FailureType.HTTP_PROTOCOL_ERROR),
                row(new UnsupportedHttpVersionException("HTTP/3.0"), FailureType.HTTP_PROTOCOL_ERROR),
                row(new HttpException("anything"), FailureType.HTTP_PROTOCOL_ERROR),
                row(new SSLException("Unsupported or unrecognized SSL message"), FailureType.TLS_PROTOCOL_ERROR),
                row(new SSLHandshakeException("No appropriate protocol"), FailureType.TLS_PROTOCOL_ERROR),
                row(new SSLHandshakeException("Received fatal alert: bad_certificate"), FailureType.TLS_ALERT_RECEIVED),
                row(
                        new SSLHandshakeException("(handshake_failure) Received fatal alert: handshake_failure"),
                        FailureType.TLS_ALERT_RECEIVED),
                row(new SSLPeerUnverifiedException("not for orders"), FailureType.TLS_CERTIFICATE_ERROR),
                row(new CertificateException("No name matching orders found"), FailureType.TLS_CERTIFICATE_ERROR),
                row(new CertPathBuilderException("unable to find path"), FailureType.TLS_CERTIFICATE_ERROR),
                row(new CertPathValidatorException("revoked"), FailureType.TLS_CERTIFICATE_ERROR),
                row(new ConnectionRequestTimeoutException("Timeout"), FailureType.CONNECTION_LIMIT_REACHED),
                row(DeadlineTimeoutException.from(Deadline.MIN_VALUE), FailureType.CONNECTION_LIMIT_REACHED),
                row(
                        BulkheadFullException.createBulkheadFullException(Bulkhead.ofDefaults("orders")),
                        FailureType.CONNECTION_LIMIT_REACHED),
                row(
                        CallNotPermittedException.createCallNotPermittedException(CircuitBreaker.ofDefaults("orders")),
                        FailureType.DESTINATION_UNAVAILABLE));
    }

    private static Arguments row(Exception thrown, FailureType always) {
        return arguments(thrown, always, always, always);
    }

    private static Arguments closed(Exception thrown) {
        return arguments(
                thrown,
                FailureType.CONNECTION_TERMINATED,
                FailureType.CONNECTION_TERMINATED,
                FailureType.HTTP_RESPONSE_INCOMPLETE);
    }

    private static Arguments timedOut(Exception thrown) {
        return arguments(
                thrown,
                FailureType.CONNECTION_TIMEOUT,
                FailureType.HTTP_RESPONSE_TIMEOUT,
                FailureType.CONNECTION_READ_TIMEOUT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void givenAnException_whenItIsClassified_thenItHasItsTypeInEachPhase(
            Exception thrown, FailureType connecting, FailureType exchanging, FailureType readingBody) {
        assertThat(classify(thrown, CONNECTING)).isEqualTo(Failure.of(connecting, CONNECTING, thrown));
        assertThat(classify(thrown, EXCHANGING)).isEqualTo(Failure.of(exchanging, EXCHANGING, thrown));
        assertThat(classify(thrown, READING_BODY)).isEqualTo(Failure.of(readingBody, READING_BODY, thrown));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void givenAnExceptionInsideOthers_whenItIsClassified_thenItHasTheSameTypeAndTheOuterOneIsTheCause(
            Exception thrown, FailureType connecting, FailureType exchanging, FailureType readingBody) {
        Exception wrapped = new ExecutionException(new IllegalStateException(new IOException("wrapped", thrown)));

        assertThat(classify(wrapped, CONNECTING)).isEqualTo(Failure.of(connecting, CONNECTING, wrapped));
        assertThat(classify(wrapped, EXCHANGING).type()).isEqualTo(exchanging);
        assertThat(classify(wrapped, READING_BODY).type()).isEqualTo(readingBody);
    }

    @Test
    void givenAProtocolFaultAsTheClassicClientThrowsIt_thenItIsAProtocolError() {
        Exception thrown = new ClientProtocolException(new ParseException("garbage"));

        assertThat(classify(thrown, EXCHANGING).type()).isEqualTo(FailureType.HTTP_PROTOCOL_ERROR);
    }

    @Test
    void givenAnExpiredCertificateAsTheJdkThrowsIt_thenItIsACertificateErrorAndNotAnyHandshakeFailure() {
        Exception thrown = new SSLHandshakeException("PKIX path validation failed");
        thrown.initCause(
                new CertificateException(new CertPathValidatorException(new CertificateExpiredException("NotAfter"))));

        assertThat(classify(thrown, CONNECTING))
                .isEqualTo(Failure.of(FailureType.TLS_CERTIFICATE_ERROR, CONNECTING, thrown));
    }

    @Test
    void givenAHandshakeThatTheServerEnded_thenTheHandshakeCountsAndNotTheEndOfTheStreamInside() {
        Exception thrown = new SSLHandshakeException("Remote host terminated the handshake");
        thrown.initCause(new EOFException("SSL peer shut down incorrectly"));

        assertThat(classify(thrown, CONNECTING).type()).isEqualTo(FailureType.TLS_PROTOCOL_ERROR);
    }

    @ParameterizedTest
    @MethodSource("lostTlsConnections")
    void givenATlsConnectionThatIsLostAfterTheHandshake_thenItIsALostConnectionAndNoFaultOfTls(SSLException thrown) {
        assertThat(classify(thrown, CONNECTING).type()).isEqualTo(FailureType.TLS_PROTOCOL_ERROR);
        assertThat(classify(thrown, EXCHANGING).type()).isEqualTo(FailureType.CONNECTION_TERMINATED);
        assertThat(classify(thrown, READING_BODY).type()).isEqualTo(FailureType.HTTP_RESPONSE_INCOMPLETE);
    }

    static Stream<SSLException> lostTlsConnections() {
        return Stream.of(
                new SSLException("Connection reset", new SocketException("Connection reset")),
                new SSLException("Remote host terminated the connection", new EOFException()));
    }

    @Test
    void givenAConnectTimeoutInsideAReadTimeout_thenTheOuterOneCounts() {
        Exception thrown = new SocketTimeoutException("Read timed out");
        thrown.initCause(new ConnectTimeoutException("Connect timed out", null));

        assertThat(classify(thrown, EXCHANGING).type()).isEqualTo(FailureType.HTTP_RESPONSE_TIMEOUT);
    }

    @Test
    void givenAReadThatTimedOutAsItsSocketWasClosed_thenTheTimeoutCountsAndNotTheSocketInside() {
        Exception thrown = new SocketTimeoutException("Read timed out");
        thrown.initCause(new SocketException("Socket closed"));

        assertThat(classify(thrown, EXCHANGING).type()).isEqualTo(FailureType.HTTP_RESPONSE_TIMEOUT);
    }

    @Test
    void givenATimeoutThatANameWithoutAddressLedTo_thenItIsATimeout() {
        Exception thrown = new SocketTimeoutException("Read timed out");
        thrown.initCause(new UnresolvedAddressException());

        assertThat(classify(thrown, EXCHANGING).type()).isEqualTo(FailureType.HTTP_RESPONSE_TIMEOUT);
    }

    @Test
    void givenARefusalThatANameWithoutAddressLedTo_thenItIsAnErrorOfDnsWhateverStandsBetween() {
        Exception between = new SocketException("not connected");
        between.initCause(new UnresolvedAddressException());
        Exception thrown = new ConnectException();
        thrown.initCause(between);

        assertThat(classify(thrown, CONNECTING).type()).isEqualTo(FailureType.DNS_ERROR);
    }

    @Test
    void givenAnExceptionThatKnowsItsFailureType_thenThatCountsBeforeItsClassAndItsCause() {
        class TooLargeException extends SocketException implements Classified {
            private static final long serialVersionUID = 1L;

            @Override
            public FailureType failureType() {
                return FailureType.HTTP_RESPONSE_BODY_SIZE;
            }
        }
        Exception thrown = new TooLargeException();
        thrown.initCause(new SocketTimeoutException("Read timed out"));

        assertThat(classify(thrown, READING_BODY))
                .isEqualTo(Failure.of(FailureType.HTTP_RESPONSE_BODY_SIZE, READING_BODY, thrown));
        assertThat(classify(new IOException(thrown), READING_BODY).type())
                .isEqualTo(FailureType.HTTP_RESPONSE_BODY_SIZE);
    }

    /* The upstream writes its status line itself: it must not choose with it how its failure is counted. */
    @ParameterizedTest
    @ValueSource(strings = {"Received fatal alert: close_notify", "the network is unreachable", "connect timed out"})
    void givenAStatusLineWithTheWordsOfAnotherFailure_thenItIsStillAProtocolError(String words) {
        Exception thrown = new java.net.ProtocolException("Unexpected status line: " + words);

        assertThat(classify(thrown, EXCHANGING).type()).isEqualTo(FailureType.HTTP_PROTOCOL_ERROR);
    }

    @Test
    void givenARefusalInTheWordsOfATimeout_thenItIsARefusal() {
        Exception thrown = new ConnectException("failed to connect to /10.0.0.1 (port 80): ECONNREFUSED");

        assertThat(classify(thrown, CONNECTING).type()).isEqualTo(FailureType.CONNECTION_REFUSED);
    }

    @Test
    void givenALongChainOfCauses_thenThirtyTwoOfThemAreExaminedAndNoMore() {
        Exception refused = new ConnectException("Connection refused");
        Exception expired = new CertificateExpiredException("NotAfter");

        assertThat(classify(wrapped(31, refused), CONNECTING).type()).isEqualTo(FailureType.CONNECTION_REFUSED);
        assertThat(FailureClassifier.classify(wrapped(32, refused), CONNECTING)).isEmpty();
        assertThat(classify(wrapped(31, expired), CONNECTING).type()).isEqualTo(FailureType.TLS_CERTIFICATE_ERROR);
        assertThat(FailureClassifier.classify(wrapped(32, expired), CONNECTING)).isEmpty();
    }

    private static Exception wrapped(int times, Exception thrown) {
        Exception outermost = thrown;
        for (int i = 0; i < times; i++) {
            outermost = new IOException(outermost);
        }
        return outermost;
    }

    @Test
    void givenASubclassThatNobodyKnows_thenItsNearestKnownSuperclassCounts() {
        class OwnTimeoutException extends SocketTimeoutException {
            private static final long serialVersionUID = 1L;
        }

        assertThat(classify(new OwnTimeoutException(), READING_BODY).type())
                .isEqualTo(FailureType.CONNECTION_READ_TIMEOUT);
    }

    @ParameterizedTest
    @EnumSource
    void givenWhatIsNoFailureOfAnUpstream_thenThereIsNoType(ExchangePhase phase) {
        assertThat(FailureClassifier.classify(new NullPointerException(), phase))
                .isEmpty();
        assertThat(FailureClassifier.classify(new IOException("disk full"), phase))
                .isEmpty();
        assertThat(FailureClassifier.classify(new UncheckedIOException(new InterruptedIOException()), phase))
                .isEmpty();
        assertThat(FailureClassifier.classify(new ClientProtocolException("no host"), phase))
                .isEmpty();
        assertThat(FailureClassifier.classify(new StackOverflowError(), phase)).isEmpty();
    }

    @Test
    @Timeout(10)
    void givenCausesInACircle_whenTheyAreClassified_thenItEnds() {
        IOException one = new IOException("one");
        IOException other = new IOException("other", one);
        one.initCause(other);

        assertThat(FailureClassifier.classify(one, EXCHANGING)).isEmpty();
    }

    @Test
    @Timeout(10)
    void givenAnExceptionThatIsItsOwnCause_whenItIsClassified_thenItEnds() {
        class OwnCauseException extends IOException {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized Throwable getCause() {
                return this;
            }
        }

        assertThat(FailureClassifier.classify(new OwnCauseException(), EXCHANGING))
                .isEmpty();
    }

    @Test
    void everyClassThatIsKnownByNameExistsAndIsAThrowable() {
        assertThat(FailureClassifier.knownClasses()).hasSizeGreaterThan(15).allSatisfy(name -> assertThat(
                        Class.forName(name, false, getClass().getClassLoader()))
                .isAssignableTo(Throwable.class));
    }

    @Test
    void givenARefusalThatNamesAnEndpointCalledUnreachable_thenItIsStillARefusal() {
        Exception refused = new HttpHostConnectException(
                "Connect to http://unreachable.example:80 [unreachable.example/10.0.0.1] failed: Connection refused");

        assertThat(classify(refused, CONNECTING).type()).isEqualTo(FailureType.CONNECTION_REFUSED);
    }

    private static Failure classify(Throwable thrown, ExchangePhase phase) {
        return FailureClassifier.classify(thrown, phase).orElseThrow();
    }
}
