package io.github.headgate.failure;

import static java.util.Map.entry;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Tells what an exception means. Pure and thread-safe.
 *
 * <p>Classes are known by name, so that libraries that may be absent can be in the table. The exception is examined
 * before its causes, and a class before its superclass: {@code ConnectTimeoutException} <em>is</em> a
 * {@code SocketTimeoutException}, and the more exact one counts. Two kinds look deeper: a fault of a certificate counts
 * wherever it stands in the chain, and a TLS connection that is lost after the handshake counts as what it was lost by.
 * Of a database only a connection that could not be made or was lost counts, and as its cause if that is known.
 */
public final class FailureClassifier {
    private static final int MAX_DEPTH = 32;
    /* As the JDK, and as OkHttp write it. */
    private static final Pattern CONNECT_TIMED_OUT = Pattern.compile("^([Cc]onnect timed out|failed to connect to )");

    /* As operating systems put it; the JDK passes that on with the class of a refusal or of any fault of a socket. */
    private static final Pattern UNROUTABLE = Pattern.compile("is unreachable|No route to host");
    private static final Pattern NOT_CONNECTED_IN_TIME = Pattern.compile("(Connection|Operation) timed out");

    private static final Map<String, Meaning> MEANINGS = Map.ofEntries(
            entry("java.net.UnknownHostException", Meaning.always(FailureType.DNS_ERROR)),
            entry("java.net.NoRouteToHostException", Meaning.always(FailureType.DESTINATION_IP_UNROUTABLE)),
            entry("java.net.ConnectException", Meaning.always(FailureType.CONNECTION_REFUSED)),
            entry("java.net.SocketTimeoutException", Meaning.TIMED_OUT),
            entry("java.net.SocketException", Meaning.CLOSED),
            entry("java.io.EOFException", Meaning.CLOSED),
            entry("java.nio.channels.ClosedChannelException", Meaning.CLOSED),
            entry("javax.net.ssl.SSLException", Meaning.always(FailureType.TLS_PROTOCOL_ERROR)),
            entry("org.apache.hc.client5.http.ConnectTimeoutException", Meaning.always(FailureType.CONNECTION_TIMEOUT)),
            entry(
                    "org.apache.hc.core5.http.ConnectionRequestTimeoutException",
                    Meaning.always(FailureType.CONNECTION_LIMIT_REACHED)),
            entry(
                    "org.apache.hc.core5.util.DeadlineTimeoutException",
                    Meaning.always(FailureType.CONNECTION_LIMIT_REACHED)),
            entry("org.apache.hc.core5.http.NoHttpResponseException", Meaning.CLOSED),
            entry("org.apache.hc.core5.http.ConnectionClosedException", Meaning.CLOSED),
            entry(
                    "org.apache.hc.core5.http.TruncatedChunkException",
                    Meaning.always(FailureType.HTTP_RESPONSE_INCOMPLETE)),
            entry(
                    "org.apache.hc.core5.http.MalformedChunkCodingException",
                    Meaning.always(FailureType.HTTP_RESPONSE_TRANSFER_CODING)),
            entry(
                    "org.apache.hc.core5.http.NotImplementedException",
                    Meaning.always(FailureType.HTTP_RESPONSE_TRANSFER_CODING)),
            entry(
                    "org.apache.hc.core5.http.MessageConstraintException",
                    Meaning.always(FailureType.HTTP_RESPONSE_HEADER_SECTION_SIZE)),
            entry("org.apache.hc.core5.http.HttpException", Meaning.PROTOCOL),
            entry(
                    "io.github.resilience4j.circuitbreaker.CallNotPermittedException",
                    Meaning.always(FailureType.DESTINATION_UNAVAILABLE)),
            entry(
                    "io.github.resilience4j.bulkhead.BulkheadFullException",
                    Meaning.always(FailureType.CONNECTION_LIMIT_REACHED)));

    private FailureClassifier() {}

    /**
     * What an exception means.
     *
     * @param thrown what an attempt threw
     * @param phase how far the exchange had come
     * @return the failure; empty if nothing in the chain of causes is known as a failure of an upstream
     */
    public static Optional<Failure> classify(Throwable thrown, ExchangePhase phase) {
        if (hasCause(thrown, FailureClassifier::isCertificateFault)) {
            return Optional.of(Failure.of(FailureType.TLS_CERTIFICATE_ERROR, phase, thrown));
        }
        FailureType ofDatabase = null;
        Throwable known = thrown;
        for (int depth = 0; known != null && depth < MAX_DEPTH; depth++, known = known.getCause()) {
            FailureType type = isLostTlsConnection(known, phase) ? null : typeOf(known, phase);
            if (type != null) {
                return Optional.of(Failure.of(type, phase, thrown));
            }
            if (ofDatabase == null) {
                ofDatabase = DatabaseConnections.typeOf(known);
            }
        }
        return Optional.ofNullable(ofDatabase).map(type -> Failure.of(type, phase, thrown));
    }

    /* After the handshake, the JDK still wraps a reset or an end of the stream as a fault of TLS; the cause is what counts. */
    private static boolean isLostTlsConnection(Throwable thrown, ExchangePhase phase) {
        Throwable cause = thrown.getCause();
        return phase != ExchangePhase.CONNECTING
                && thrown instanceof SSLException
                && (cause instanceof SocketException || cause instanceof EOFException);
    }

    /** The names of the classes in the table; a misspelt one would never be found otherwise. */
    static Set<String> knownClasses() {
        return Stream.of(MEANINGS, OtherClients.MEANINGS)
                .flatMap(meanings -> meanings.keySet().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable FailureType typeOf(Throwable thrown, ExchangePhase phase) {
        if (thrown instanceof Classified classified) {
            return classified.failureType();
        }
        // HttpURLConnection has no class for a chunked body that is cut
        if (thrown.getClass() == IOException.class && "Premature EOF".equals(thrown.getMessage())) {
            return FailureType.HTTP_RESPONSE_INCOMPLETE;
        }
        for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
            Meaning meaning = MEANINGS.get(type.getName());
            if (meaning == null) {
                meaning = OtherClients.MEANINGS.get(type.getName());
            }
            if (meaning != null) {
                return byMessage(thrown, meaning.in(phase));
            }
        }
        return null;
    }

    /*
     * The JDK tells an alert from other handshake failures, an unreachable network from a refusal, and the time to connect
     * from the time to read by message only; its newer client wraps a name that does not resolve as a refusal.
     */
    private static @Nullable FailureType byMessage(Throwable thrown, FailureType type) {
        if (type == FailureType.CONNECTION_REFUSED && hasCause(thrown, UnresolvedAddressException.class::isInstance)) {
            return FailureType.DNS_ERROR;
        }
        String message = thrown.getMessage() == null ? "" : thrown.getMessage();
        if (thrown instanceof SSLException && message.contains("Received fatal alert")) {
            return FailureType.TLS_ALERT_RECEIVED;
        }
        if (thrown instanceof SocketException && UNROUTABLE.matcher(message).find()) {
            return FailureType.DESTINATION_IP_UNROUTABLE;
        }
        if (type == FailureType.CONNECTION_REFUSED
                && NOT_CONNECTED_IN_TIME.matcher(message).find()) {
            return FailureType.CONNECTION_TIMEOUT;
        }
        if (thrown instanceof SocketTimeoutException
                && CONNECT_TIMED_OUT.matcher(message).find()) {
            return FailureType.CONNECTION_TIMEOUT;
        }
        return thrown instanceof ProtocolException ? byProtocolMessage(message) : type;
    }

    /* The same class tells an application that it used HttpURLConnection wrongly: that is no failure of an upstream. */
    private static @Nullable FailureType byProtocolMessage(String message) {
        if (message.startsWith("unexpected end of stream")) {
            return FailureType.HTTP_RESPONSE_INCOMPLETE;
        }
        return message.startsWith("Unexpected status line") || message.startsWith("Invalid status line")
                ? FailureType.HTTP_PROTOCOL_ERROR
                : null;
    }

    private static boolean isCertificateFault(Throwable thrown) {
        return thrown instanceof CertificateException
                || thrown instanceof CertPathValidatorException
                || thrown instanceof CertPathBuilderException
                || thrown instanceof SSLPeerUnverifiedException;
    }

    private static boolean hasCause(Throwable thrown, java.util.function.Predicate<Throwable> wanted) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++, cause = cause.getCause()) {
            if (wanted.test(cause)) {
                return true;
            }
        }
        return false;
    }
}
